const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Documented: API_PutLogEvents, what a batch may be; "26 bytes for each log event" beside its message in UTF-8. */
export const MAX_BATCH_BYTES = 1_048_576;
export const EVENT_OVERHEAD_BYTES = 26;
export const MAX_EVENT_BYTES = 1_048_576;
export const MAX_BATCH_EVENTS = 10_000;
export const MAX_BATCH_SPAN_MS = DAY_MS;
export const MAX_EVENT_AGE_MS = 14 * DAY_MS;
export const MAX_EVENT_LEAD_MS = 2 * HOUR_MS;

/** Documented: API_GetLogEvents, API_FilterLogEvents: a page holds up to 1 MB or 10,000 events. */
export const MAX_PAGE_BYTES = 1_048_576;
export const MAX_PAGE_EVENTS = 10_000;

/** Documented: API_DescribeLogGroups, API_DescribeLogStreams, API_DescribeMetricFilters. */
export const MAX_DESCRIBED = 50;
export const DEFAULT_DESCRIBED = 50;

/** Documented: API_CreateLogGroup, API_PutMetricFilter, API_MetricTransformation. */
export const MAX_NAME_LENGTH = 512;
export const MAX_PATTERN_LENGTH = 1_024;
export const MAX_METRIC_NAME_LENGTH = 255;
export const MAX_METRIC_VALUE_LENGTH = 100;
/** Documented: API_PutMetricFilter, API_PutSubscriptionFilter. */
export const MAX_METRIC_FILTERS = 100;
export const MAX_METRIC_DIMENSIONS = 3;
export const MAX_SUBSCRIPTION_FILTERS = 2;
/** Documented: regex-expressions, "a maximum of 5 filter patterns containing regex for each log group". */
export const MAX_REGEX_FILTERS = 5;
/** Documented: API_FilterLogEvents, logStreamNames. */
export const MAX_STREAM_NAMES = 100;
/** Documented: API_TestMetricFilter, logEventMessages. */
export const MAX_TESTED_MESSAGES = 50;
export const MAX_TAGS = 50;

/** Documented: API_PutRetentionPolicy. */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
