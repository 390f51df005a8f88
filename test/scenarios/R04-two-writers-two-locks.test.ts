import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { unconditionalPointer } from '../arrange/naive';
import { brokenRun } from '../arrange/rejection';
import { exploreTwoWriters, type Writer } from '../arrange/two-writers';

/** Each writer has a lock of its own name, as the bulk job and the stream handler had. */
const ownLock = (clients: Clients, writer: Writer): Clients =>
  withAround(clients, 'dynamodb', (command, next) => {
    if (command instanceof UpdateItemCommand || command instanceof GetItemCommand) {
      const { Key } = command.input;
      if (Key?.['SK']?.S === 'LOCK') Key['PK'] = { S: `LOCK#words#${writer}` };
    }
    return next();
  });

describe('R04: two writers of one collection lock different names (I1, I2)', function () {
  this.timeout(60_000);

  it('the naive way relies on the lock: in some order of the calls an update is lost', async () => {
    const adapt = (clients: Clients, writer: Writer) => ownLock(unconditionalPointer(clients), writer);
    expect(await brokenRun(exploreTwoWriters({ adapt }))).to.include('was acknowledged');
  });

  it('ours holds by the pointer alone', async () => {
    expect(await exploreTwoWriters({ adapt: ownLock })).to.include({ complete: true, failures: 0 });
  });
});
