import type { MemberRule } from './members';

/** Constraints of the structures that CreateTable and UpdateTable share, in the service's order of members. */
const NAME = '[a-zA-Z0-9_.-]+';

export const attributeDefinitions: readonly MemberRule[] = [
  { name: 'AttributeName', required: true, length: [1, 255] },
  { name: 'AttributeType', required: true, values: ['B', 'N', 'S'] },
];

export const keySchema: readonly MemberRule[] = [
  { name: 'AttributeName', required: true, length: [1, 255] },
  { name: 'KeyType', required: true, values: ['HASH', 'RANGE'] },
];

export const provisionedThroughput: readonly MemberRule[] = [
  { name: 'ReadCapacityUnits', required: true, least: 1 },
  { name: 'WriteCapacityUnits', required: true, least: 1 },
];

const projection: readonly MemberRule[] = [
  { name: 'ProjectionType', values: ['ALL', 'INCLUDE', 'KEYS_ONLY'] },
  { name: 'NonKeyAttributes', length: [1, 20] },
];

const indexName: MemberRule = { name: 'IndexName', required: true, pattern: NAME, length: [3, 255] };

export const localIndex: readonly MemberRule[] = [
  indexName,
  { name: 'KeySchema', required: true, length: [1, 2], each: keySchema },
  { name: 'Projection', required: true, members: projection },
];

export const globalIndex: readonly MemberRule[] = [
  indexName,
  { name: 'KeySchema', required: true, length: [1, 8], each: keySchema },
  { name: 'Projection', required: true, members: projection },
  { name: 'ProvisionedThroughput', members: provisionedThroughput },
];

export const indexUpdate: readonly MemberRule[] = [
  { name: 'Update', members: [indexName, { name: 'ProvisionedThroughput', members: provisionedThroughput }] },
  { name: 'Create', members: globalIndex },
  { name: 'Delete', members: [indexName] },
];

export const billingMode: MemberRule = { name: 'BillingMode', values: ['PROVISIONED', 'PAY_PER_REQUEST'] };

export const streamSpecification: MemberRule = {
  name: 'StreamSpecification',
  members: [
    { name: 'StreamEnabled', required: true },
    { name: 'StreamViewType', values: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
  ],
};

export const tableClass: MemberRule = {
  name: 'TableClass',
  values: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'],
};

export const tags: readonly MemberRule[] = [
  { name: 'Key', required: true, length: [1, 128] },
  { name: 'Value', required: true, length: [0, 256] },
];
