import type {
  DescribeEndpointsCommandInput,
  DescribeEndpointsCommandOutput,
  DescribeLimitsCommandInput,
  DescribeLimitsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import type { DynamodbState } from './state';

/** Documented: Quotas, throughput default quotas. */
const ACCOUNT_UNITS = 80_000;
const TABLE_UNITS = 40_000;

/**
 * The account's quotas of provisioned throughput.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
 */
export function describeLimits(
  _context: Context<DynamodbState>,
  _input: DescribeLimitsCommandInput,
): Omit<DescribeLimitsCommandOutput, '$metadata'> {
  return {
    AccountMaxReadCapacityUnits: ACCOUNT_UNITS,
    AccountMaxWriteCapacityUnits: ACCOUNT_UNITS,
    TableMaxReadCapacityUnits: TABLE_UNITS,
    TableMaxWriteCapacityUnits: TABLE_UNITS,
  };
}

/**
 * The region's endpoint.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html
 */
export function describeEndpoints(
  context: Context<DynamodbState>,
  _input: DescribeEndpointsCommandInput,
): Omit<DescribeEndpointsCommandOutput, '$metadata'> {
  const Address = `dynamodb.${context.region}.amazonaws.com`;
  return { Endpoints: [{ Address, CachePeriodInMinutes: 1440 }] };
}
