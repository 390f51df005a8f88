/**
 * Operations that AWS has and this library does not play, and why. Documented: the API page of each.
 * What is asked of them is answered by nobody: a test stubs such a call itself.
 */
export const REFUSED: Readonly<Record<string, string>> = {
  ...all(
    'it works on directory buckets (S3 Express One Zone), and only general purpose buckets are modelled',
    ['CreateSession', 'ListDirectoryBuckets', 'RenameObject'],
  ),
  ...all('there are no S3 Tables here for metadata to be written to', [
    'CreateBucketMetadataConfiguration',
    'CreateBucketMetadataTableConfiguration',
    'DeleteBucketMetadataConfiguration',
    'DeleteBucketMetadataTableConfiguration',
    'GetBucketMetadataConfiguration',
    'GetBucketMetadataTableConfiguration',
    'UpdateBucketMetadataAnnotationTableConfiguration',
    'UpdateBucketMetadataInventoryTableConfiguration',
    'UpdateBucketMetadataJournalTableConfiguration',
  ]),
  ...all('objects have no annotations here', [
    'DeleteObjectAnnotation',
    'GetObjectAnnotation',
    'ListObjectAnnotations',
    'PutObjectAnnotation',
  ]),
  ...all('access is not decided by tags here', ['GetBucketAbac', 'PutBucketAbac']),
  GetObjectTorrent: 'AWS has given up BitTorrent',
  SelectObjectContent: 'AWS is closed to new customers of S3 Select',
  WriteGetObjectResponse: 'there are no Object Lambda access points here',
};

function all(why: string, operations: readonly string[]): Record<string, string> {
  return Object.fromEntries(operations.map((name) => [name, why]));
}
