import * as sdk from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as errors from '../../../fakes/dynamodb/backups/errors';

describe('DynamoDB errors of backups', () => {
  const rows: readonly (readonly [Error, new (options: never) => Error, string])[] = [
    [errors.backupTableNotFound('t'), sdk.TableNotFoundException, 'Table not found: t'],
    [errors.backupNotFound('arn'), sdk.BackupNotFoundException, 'Backup not found: arn'],
    [errors.tableAlreadyExists('t'), sdk.TableAlreadyExistsException, 'Table already exists: t'],
    [
      errors.pointInTimeRecoveryUnavailable('t'),
      sdk.PointInTimeRecoveryUnavailableException,
      "Point in time recovery is not enabled for table 't'",
    ],
    [
      errors.invalidRestoreTime(0, 1000, 2999),
      sdk.InvalidRestoreTimeException,
      "RestoreDateTime '1970-01-01T00:00:00Z' must be within EarliestRestorableDateTime '1970-01-01T00:00:01Z' and LatestRestorableDateTime '1970-01-01T00:00:02Z'",
    ],
    [errors.invalidRequest('no'), sdk.DynamoDBServiceException, 'Invalid Request: no'],
  ];
  for (const [error, Class, message] of rows) {
    it(`say "${message.slice(0, 40)}" in the SDK's class`, () => {
      expect(error).to.be.instanceOf(Class);
      expect(error.message).to.equal(message);
      expect(error).to.have.deep.property('$metadata', { httpStatusCode: 400 });
    });
  }
});
