import {
  GetItemCommand,
  paginateQuery,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { requiredString } from '../shared/attributes';
import { classifyKey, type Entity } from '../shared/entity';
import {
  lineVectorId,
  metadataItem,
  receiptItem,
  receiptName,
  runItem,
  wordItem,
  wordVectorId,
  type Collection,
  type ItemKey,
  type ReceiptKey,
  type WordKey,
} from '../shared/receipt-keys';

/** An item of the table. */
export type Item = Record<string, AttributeValue>;

/** A row of a receipt: what its key says, and the row. */
export interface ReceiptRow {
  readonly entity: Entity;
  readonly item: Item;
}

/** What the compaction reads and writes in the table of receipts. Every method throws what DynamoDB answered. */
export interface ReceiptTable {
  /** One item, read consistently. */
  get(key: ItemKey): Promise<Item | undefined>;
  metadata(key: ReceiptKey): Promise<Item | undefined>;
  /** All labels of a word, read consistently. */
  labels(key: WordKey): Promise<ReceiptRow[]>;
  /** The receipt's own row and all rows below it, read consistently. */
  rows(key: ReceiptKey): Promise<ReceiptRow[]>;
  /** Vector ids of the receipt's lines or words from an index: a hint, for it lags behind (R71). */
  indexedVectorIds(collection: Collection, key: ReceiptKey): Promise<string[]>;
  /** Sets this collection's half of the run, and only that (R63). */
  completeRun(
    collection: Collection,
    key: ReceiptKey,
    runId: string,
    merged: number,
    now: number,
  ): Promise<void>;
}

/** Far more than a receipt can have; above it something is wrong, and nothing is cut off silently. */
const MAX_INDEX_PAGES = 20;

/** The table of that name. */
export function createReceiptTable(dynamodb: DynamoDBClient, TableName: string): ReceiptTable {
  const get = async (key: ItemKey): Promise<Item | undefined> => {
    const Key = { PK: { S: key.pk }, SK: { S: key.sk } };
    return (await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  };
  const below = (pk: string, prefix: string): Promise<Item[]> =>
    queryAll(dynamodb, {
      TableName,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
      ConsistentRead: true,
    });
  return {
    get,
    metadata: (key) => get(metadataItem(key)),
    async labels(key) {
      const { pk, sk } = wordItem(key);
      return rowsOf(await below(pk, `${sk}#LABEL#`));
    },
    async rows(key) {
      const { pk, sk } = receiptItem(key);
      const items = await below(pk, sk);
      // The prefix of receipt 10000 is also one of receipt 100001.
      return rowsOf(items).filter(({ entity }) => entity.key.receiptId === key.receiptId);
    },
    async indexedVectorIds(collection, key) {
      const KeyConditionExpression = 'GSI3PK = :pk AND GSI3SK = :sk';
      const kind = collection === 'lines' ? 'LINE' : 'WORD';
      const ExpressionAttributeValues = { ':pk': { S: receiptName(key) }, ':sk': { S: kind } };
      const input = { TableName, IndexName: 'GSI3', KeyConditionExpression, ExpressionAttributeValues };
      const items = await queryAll(dynamodb, input, MAX_INDEX_PAGES);
      return rowsOf(items).flatMap(({ entity }) => vectorIdOf(entity, collection) ?? []);
    },
    async completeRun(collection, key, runId, merged, now) {
      await dynamodb.send(completeCommand(TableName, collection, runItem(key, runId), merged, now));
    },
  };
}

/** All pages of a query. @throws RangeError above `maxPages`. */
async function queryAll(
  client: DynamoDBClient,
  input: QueryCommandInput,
  maxPages = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  let pages = 0;
  for await (const page of paginateQuery({ client }, input)) {
    pages += 1;
    if (pages > maxPages)
      throw new RangeError(
        `more than ${maxPages} pages for ${JSON.stringify(input.ExpressionAttributeValues)}`,
      );
    items.push(...(page.Items ?? []));
  }
  return items;
}

function completeCommand(
  TableName: string,
  collection: Collection,
  { pk, sk }: ItemKey,
  merged: number,
  now: number,
): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName,
    Key: { PK: { S: pk }, SK: { S: sk } },
    UpdateExpression:
      'SET #state = :state, #merged = :merged, #finished = :now, updated_at = :now REMOVE #error',
    ConditionExpression: 'attribute_exists(PK)',
    ExpressionAttributeNames: {
      '#state': `${collection}_state`,
      '#merged': `${collection}_merged_vectors`,
      '#finished': `${collection}_finished_at`,
      '#error': `${collection}_error`,
    },
    ExpressionAttributeValues: {
      ':state': { S: 'COMPLETED' },
      ':merged': { N: String(merged) },
      ':now': { S: new Date(now).toISOString() },
    },
  });
}

/** The items whose keys name an entity. */
function rowsOf(items: readonly Item[]): ReceiptRow[] {
  return items.flatMap((item) => {
    const entity = classifyKey(requiredString(item, 'PK'), requiredString(item, 'SK'));
    return entity === undefined ? [] : [{ entity, item }];
  });
}

/** The id of the vector that belongs to a row in a collection. */
export function vectorIdOf(entity: Entity, collection: Collection): string | undefined {
  if (collection === 'lines') return entity.type === 'RECEIPT_LINE' ? lineVectorId(entity.key) : undefined;
  return entity.type === 'RECEIPT_WORD' ? wordVectorId(entity.key) : undefined;
}
