export { logMatcher } from './log-matcher';
export { metricMatcher } from './metric-matcher';
