import { entriesOf, listOf, memberOf, textOf } from '../kernel/policy/input';
import { parsePolicy } from '../kernel/policy/parse';
import type { IamAction, PermissionCall, Permissions } from '../kernel/policy/permissions';
import { refusalText } from '../kernel/policy/refusal-text';
import { accessDenied } from './errors';
import { policiesOf } from './features/state';
import type { DynamodbState } from './state';

/** What DynamoDB's operations need. Documented: service-authorization/list_amazondynamodb. */
export function tablePermissions(
  ownClass: (operation: string, error: Error) => Error,
): Permissions<DynamodbState> {
  return {
    acrossAccounts: false,
    actions: actionsOf,
    knowsKey: () => false,
    restricts: (state) => policiesOf(state).size > 0,
    // Asked before anybody looks whether the table is there: a table that is not is refused like one that is.
    resource(state, { resource }) {
      const [table = ''] = resource.split('/index/');
      const policy = policiesOf(state).get(table);
      return {
        accountId: undefined,
        policies: policy === undefined ? [] : [parsePolicy(policy.document, 'resource')],
      };
    },
    refused: (refusal) => ownClass(refusal.operation, accessDenied(refusalText(refusal))),
  };
}

/** Which action each member of a transaction's entry needs. */
const IN_TRANSACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** Operations on nothing in particular. */
const WITHOUT_RESOURCE = new Set(['DescribeEndpoints', 'DescribeLimits', 'ListTables', 'ListBackups']);

function actionsOf(call: PermissionCall): readonly IamAction[] {
  const { operation, input } = call;
  const action = `dynamodb:${operation}`;
  if (WITHOUT_RESOURCE.has(operation)) return [{ action, resource: '*' }];
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') return transaction(call);
  if (operation.endsWith('Statement') || operation === 'ExecuteTransaction') return statements(call);
  const requests = memberOf(input, 'RequestItems');
  if (requests !== undefined) {
    return entriesOf(requests).map(([table]) => ({ action, resource: tableArn(call, table) }));
  }
  const table = textOf(input, 'TableName') ?? textOf(input, 'TargetTableName');
  const arn = textOf(input, 'StreamArn') ?? textOf(input, 'ResourceArn') ?? textOf(input, 'BackupArn');
  if (table === undefined) return [{ action, resource: arn ?? '*' }];
  const index = textOf(input, 'IndexName');
  const resource = tableArn(call, table);
  return [{ action, resource: index === undefined ? resource : `${resource}/index/${index}` }];
}

function tableArn({ region, accountId }: PermissionCall, table: string): string {
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
}

function transaction(call: PermissionCall): readonly IamAction[] {
  return listOf(call.input, 'TransactItems').flatMap((entry) =>
    entriesOf(entry).flatMap(([member, request]) => {
      const table = textOf(request, 'TableName');
      const name = IN_TRANSACTIONS[member];
      return table === undefined || name === undefined
        ? []
        : [{ action: `dynamodb:${name}`, resource: tableArn(call, table) }];
    }),
  );
}

const STATEMENT =
  /^\s*(?:(select)\b[\s\S]*?\bfrom|(insert)\s+into|(update)|(delete)\s+from)\s+(?:"([^"]+)"|([\w.-]*[\w-]))(?:\."([^"]+)")?/i;

/** Documented: developerguide/ql-iam: one action per kind of statement. */
function statements(call: PermissionCall): readonly IamAction[] {
  const { input, operation } = call;
  const list = operation === 'ExecuteTransaction' ? 'TransactStatements' : 'Statements';
  const texts = operation === 'ExecuteStatement' ? [input] : listOf(input, list);
  return texts.flatMap((entry) => {
    const [, select, insert, update, , quoted, plain, index] =
      STATEMENT.exec(textOf(entry, 'Statement') ?? '') ?? [];
    const table = quoted ?? plain;
    // What is no statement is refused by the operation itself.
    if (table === undefined) return [];
    const kind =
      select !== undefined
        ? 'Select'
        : insert !== undefined
          ? 'Insert'
          : update !== undefined
            ? 'Update'
            : 'Delete';
    const resource = tableArn(call, table);
    return [
      {
        action: `dynamodb:PartiQL${kind}`,
        resource: index === undefined ? resource : `${resource}/index/${index}`,
      },
    ];
  });
}
