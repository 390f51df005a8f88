import {
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
} from '@aws-sdk/client-dynamodb';
import { operation, type OperationRow } from '../../kernel/operation';
import type { DynamodbState } from '../state';
import { batchExecuteStatement } from './batch-execute-statement';
import { executeStatement } from './execute-statement';
import { executeTransaction } from './execute-transaction';

/** The operations that take PartiQL. */
export const partiqlRows: readonly OperationRow<DynamodbState>[] = [
  operation(
    ExecuteStatementCommand,
    executeStatement,
    [
      'Statement',
      'Parameters',
      'ConsistentRead',
      'NextToken',
      'ReturnConsumedCapacity',
      'Limit',
      'ReturnValuesOnConditionCheckFailure',
    ],
    { advice: ['stale'] },
  ),
  operation(BatchExecuteStatementCommand, batchExecuteStatement, ['Statements', 'ReturnConsumedCapacity'], {
    advice: ['stale', 'failEntries'],
  }),
  operation(
    ExecuteTransactionCommand,
    executeTransaction,
    ['TransactStatements', 'ClientRequestToken', 'ReturnConsumedCapacity'],
    { advice: ['failEntries'] },
  ),
];
