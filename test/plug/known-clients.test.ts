import { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { KnownClients } from '../../fakes/plug/known-clients';
import { createToyWorld } from '../kernel/toy-world';

describe('plug/known-clients', () => {
  it('knows a client by its configuration, from its first call on', async () => {
    const clients = new KnownClients(createToyWorld());
    const client = new SQSClient({ region: 'eu-west-1', requestHandler: { socketTimeout: 5 } });
    const known = await clients.of(client);
    expect(known.region).to.equal('eu-west-1');
    expect(known.handler).to.include({ socketTimeout: 5 });
    expect(await clients.of({ config: client.config } as never)).to.equal(known);
  });

  it('gives a client without a region that of the world', async () => {
    const clients = new KnownClients(createToyWorld());
    const config = { region: () => Promise.reject(new Error('Region is missing')) };
    expect(await clients.of({ config } as never)).to.deep.equal({ region: 'us-east-1', handler: {} });
  });

  it('meets clients one after the other, in the order of their calls', async () => {
    const order: string[] = [];
    const slow = (name: string, turns: number) => ({
      config: {
        async region() {
          for (let i = 0; i < turns; i++) await Promise.resolve();
          order.push(name);
          return name;
        },
      },
    });
    const clients = new KnownClients(createToyWorld());
    await Promise.all([clients.of(slow('first', 50) as never), clients.of(slow('second', 1) as never)]);
    expect(order).to.deep.equal(['first', 'second']);
  });
});
