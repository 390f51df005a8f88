export { metricMatcher } from './metric-matcher';
