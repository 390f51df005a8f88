/** One second, minute, hour and day in ms. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Documented: API_PutMetricData (1000 metrics, 1 MB, 150 values, 30 dimensions, two weeks back, two hours ahead). */
export const MAX_METRICS_PER_PUT = 1_000;
export const MAX_PUT_BYTES = 1_048_576;
export const MAX_VALUES_PER_DATUM = 150;
export const MAX_DIMENSIONS = 30;
export const MAX_DATUM_AGE_MS = 14 * DAY_MS;
export const MAX_DATUM_LEAD_MS = 2 * HOUR_MS;
/** Documented: API_MetricDatum, values must be in the range of -2^360 to 2^360. */
export const MAX_VALUE = 2 ** 360;
/** Documented: API_PutMetricData, "up to two EntityMetricData objects". */
export const MAX_ENTITIES = 2;

/** Documented: API_Metric, API_Dimension. */
export const MAX_NAMESPACE_LENGTH = 255;
export const MAX_METRIC_NAME_LENGTH = 255;
export const MAX_DIMENSION_NAME_LENGTH = 255;
export const MAX_DIMENSION_VALUE_LENGTH = 1_024;

/** Documented: API_ListMetrics (500 results a page, metrics with data in the past two weeks, PT3H). */
export const METRICS_PER_PAGE = 500;
export const LISTED_FOR_MS = 14 * DAY_MS;
export const RECENTLY_ACTIVE_MS = 3 * HOUR_MS;

/** Captured: facts, "exceeds the limit of 1440". */
export const MAX_STATISTICS_POINTS = 1_440;

/** Documented: API_GetMetricData. */
export const MAX_QUERIES = 500;
export const MAX_DATA_POINTS = 100_800;

/**
 * How long data can be read at which granularity, finest first.
 * Documented: cloudwatch_concepts, "Metrics retention".
 */
export const RETENTION: readonly { readonly ageMs: number; readonly periodSeconds: number }[] = [
  { ageMs: 3 * HOUR_MS, periodSeconds: 1 },
  { ageMs: 15 * DAY_MS, periodSeconds: 60 },
  { ageMs: 63 * DAY_MS, periodSeconds: 300 },
  { ageMs: 455 * DAY_MS, periodSeconds: 3_600 },
];

/** Documented: Embedded metric format specification (100 metrics a directive, 100 values); 30 dimensions since 2022. */
export const EMF_MAX_METRICS = 100;
export const EMF_MAX_VALUES = 100;

/** Documented: API_PutMetricAlarm, API_PutCompositeAlarm, API_DescribeAlarms, API_DescribeAlarmHistory. */
export const MAX_ALARM_NAME_LENGTH = 255;
export const MAX_ALARM_DESCRIPTION_LENGTH = 1_024;
export const MAX_ACTIONS_PER_STATE = 5;
export const MAX_ALARM_RULE_LENGTH = 10_240;
export const MAX_ALARM_CHILDREN = 100;
export const MAX_ALARM_RULE_ELEMENTS = 500;
export const MAX_ALARM_RECORDS = 100;
export const DEFAULT_ALARM_RECORDS = 50;
export const MAX_DELETED_ALARMS = 100;
export const ALARM_HISTORY_MS = 30 * DAY_MS;

/** Documented: API_PutDashboard, API_DeleteDashboards, API_TagResource. */
export const MAX_DASHBOARD_NAME_LENGTH = 255;
export const DASHBOARDS_PER_PAGE = 1_000;
export const MAX_TAGS = 50;

/** Documented: API_PutInsightRule, API_DescribeInsightRules. */
export const MAX_RULE_NAME_LENGTH = 128;
export const MAX_RULE_DEFINITION_LENGTH = 8_192;
export const RULES_PER_PAGE = 500;

/** Documented: API_PutMetricStream, API_ListMetricStreams. */
export const MAX_STREAM_NAME_LENGTH = 255;
export const STREAMS_PER_PAGE = 500;

/** Documented: API_PutAnomalyDetector, API_DescribeAnomalyDetectors. */
export const MAX_EXCLUDED_RANGES = 10;
export const DETECTORS_PER_PAGE = 100;
