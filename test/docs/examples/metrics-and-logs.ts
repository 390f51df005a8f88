import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, use } from 'chai';
import { fakeAws } from '../../../fakes';
import { logMatcher, metricMatcher } from '../../../fakes/testing';

use(logMatcher);
use(metricMatcher);

/** Writes what most loggers write, and one line in the embedded metric format. */
async function placeOrder({ id, shop }: { id: string; shop: string }): Promise<void> {
  console.log(JSON.stringify({ level: 'INFO', message: 'order placed', correlation_id: id }));
  const CloudWatchMetrics = [
    { Namespace: 'Shop', Dimensions: [['shop']], Metrics: [{ Name: 'Orders', Unit: 'Count' }] },
  ];
  console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, shop, Orders: 1 }));
  if (id === '') console.error(JSON.stringify({ level: 'ERROR', message: 'an order without an id' }));
}

it('counts orders and complains about those without an id', async () => {
  const aws = fakeAws({ time: 'virtual' });
  try {
    aws.lambda.function('orders', (event) => placeOrder(event));
    await aws.lambda.invoke('orders', { id: 'o-1', shop: 'berlin' });

    // The group is there as soon as the function has written; a metric filter sees what comes from then on.
    const logs = new CloudWatchLogsClient({});
    const logGroupName = '/aws/lambda/orders';
    const metricTransformations = [{ metricNamespace: 'Shop', metricName: 'Errors', metricValue: '1' }];
    const filterPattern = '{ $.level = "ERROR" }';
    const filter = { logGroupName, filterName: 'errors', filterPattern, metricTransformations };
    await logs.send(new PutMetricFilterCommand(filter));
    await aws.lambda.invoke('orders', { id: '', shop: 'berlin' });

    expect(aws).to.have.logged({ level: 'INFO', correlation_id: 'o-1' });
    expect(aws).to.have.metric('Shop', 'Orders', { shop: 'berlin' }).with.sum(2);
    expect(aws).to.have.metric('Shop', 'Errors').with.sampleCount(1);
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    expect(events).to.have.length(1);
  } finally {
    aws.unplug();
  }
});
