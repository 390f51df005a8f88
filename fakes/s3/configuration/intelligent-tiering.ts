import {
  IntelligentTieringAccessTier,
  IntelligentTieringConfiguration$,
  IntelligentTieringStatus,
  type GetBucketIntelligentTieringConfigurationCommandOutput,
  type IntelligentTieringConfiguration,
  type ListBucketIntelligentTieringConfigurationsCommandOutput,
  type PutBucketIntelligentTieringConfigurationCommandInput,
  type Tiering,
} from '@aws-sdk/client-s3';
import { invalidArgument, malformedXml } from '../errors';
import { required } from '../validate';
import { requireOneOf, requireSchema } from './document-schema';
import { deleteIdentified, getIdentified, listIdentified, putIdentified, requireSameId } from './many';

/** After how many days without access. Documented: API_Tiering, UserGuide/intelligent-tiering-overview. */
const DAYS: Readonly<Record<IntelligentTieringAccessTier, { least: number; most: number }>> = {
  ARCHIVE_ACCESS: { least: 90, most: 730 },
  DEEP_ARCHIVE_ACCESS: { least: 180, most: 730 },
};

/**
 * Adds or replaces a rule for the archive tiers of INTELLIGENT_TIERING. No object ever gets there here.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument (days), TooManyConfigurations
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html
 */
export const putBucketIntelligentTieringConfiguration = putIdentified(
  ({ intelligentTiering }) => intelligentTiering,
  (_context, input: PutBucketIntelligentTieringConfigurationCommandInput) => {
    const configuration = required(input.IntelligentTieringConfiguration);
    requireSchema(IntelligentTieringConfiguration$, configuration);
    requireTierings(configuration);
    requireSameId(input, configuration.Id);
    return configuration;
  },
);

function requireTierings(configuration: IntelligentTieringConfiguration): void {
  requireOneOf(IntelligentTieringStatus, configuration.Status);
  const Tierings = required(configuration.Tierings);
  const tiers = new Set(Tierings.map(({ AccessTier }) => AccessTier));
  if (Tierings.length === 0 || tiers.size < Tierings.length) throw malformedXml();
  Tierings.forEach(requireDays);
}

function requireDays(tiering: Tiering): void {
  const [AccessTier, Days] = [required(tiering.AccessTier), required(tiering.Days)];
  requireOneOf(IntelligentTieringAccessTier, AccessTier);
  const { least, most } = DAYS[AccessTier];
  if (Number.isInteger(Days) && Days >= least && Days <= most) return;
  // Assumed: the wording.
  throw invalidArgument(
    `The number of days for ${AccessTier} must be between ${least} and ${most}`,
    'Days',
    Days,
  );
}

/**
 * A rule for the archive tiers.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketIntelligentTieringConfiguration.html
 */
export const getBucketIntelligentTieringConfiguration = getIdentified(
  ({ intelligentTiering }) => intelligentTiering,
  (document): Omit<GetBucketIntelligentTieringConfigurationCommandOutput, '$metadata'> => ({
    IntelligentTieringConfiguration: document,
  }),
);

/**
 * Removes a rule for the archive tiers.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketIntelligentTieringConfiguration.html
 */
export const deleteBucketIntelligentTieringConfiguration = deleteIdentified(
  ({ intelligentTiering }) => intelligentTiering,
);

/**
 * A bucket's rules for the archive tiers.
 *
 * @throws NoSuchBucket, InvalidArgument (ContinuationToken)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html
 */
export const listBucketIntelligentTieringConfigurations = listIdentified(
  ({ intelligentTiering }) => intelligentTiering,
  (documents, page): Omit<ListBucketIntelligentTieringConfigurationsCommandOutput, '$metadata'> => ({
    ...page,
    ...(documents === undefined ? {} : { IntelligentTieringConfigurationList: documents }),
  }),
);
