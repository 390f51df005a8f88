import {
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  type AttributeValue,
  type BatchExecuteStatementCommandInput,
  type BatchExecuteStatementCommandOutput,
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
  type ExecuteTransactionCommandInput,
  type ExecuteTransactionCommandOutput,
  type ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import { client, expectRefusal } from '../arrange';

/** What AWS puts before everything that its parser says. */
export const MALFORMED = "Statement wasn't well formed, can't be processed: ";

/** Runs one statement. */
export function run(
  Statement: string,
  Parameters?: AttributeValue[],
  more: Partial<ExecuteStatementCommandInput> = {},
): Promise<ExecuteStatementCommandOutput> {
  return client.send(new ExecuteStatementCommand({ Statement, ...(Parameters && { Parameters }), ...more }));
}

/** The items that a statement answers. */
export async function rows(...of: Parameters<typeof run>): Promise<Record<string, AttributeValue>[]> {
  return (await run(...of)).Items ?? [];
}

/** The values that one attribute has in the items of an answer: numbers and strings as they are. */
export async function column(name: string, ...of: Parameters<typeof run>): Promise<string[]> {
  return (await rows(...of)).map((row) => row[name]?.S ?? row[name]?.N ?? '');
}

/** Expects AWS's refusal of a statement with exactly this message. */
export async function refused(
  statement: string,
  message: string,
  parameters?: AttributeValue[],
): Promise<void> {
  await expectRefusal(run(statement, parameters), message);
}

/** Runs a batch of statements. */
export function batch(
  Statements: readonly (string | NonNullable<BatchExecuteStatementCommandInput['Statements']>[number])[],
  more: Partial<BatchExecuteStatementCommandInput> = {},
): Promise<BatchExecuteStatementCommandOutput> {
  const requests = Statements.map((each) => (typeof each === 'string' ? { Statement: each } : each));
  return client.send(new BatchExecuteStatementCommand({ Statements: requests, ...more }));
}

/** Runs a transaction of statements. */
export function transaction(
  statements: readonly (string | ParameterizedStatement)[],
  more: Partial<ExecuteTransactionCommandInput> = {},
): Promise<ExecuteTransactionCommandOutput> {
  const TransactStatements = statements.map((each) =>
    typeof each === 'string' ? { Statement: each } : each,
  );
  return client.send(new ExecuteTransactionCommand({ TransactStatements, ...more }));
}
