import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, use } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { metricMatcher } from '../../fakes/testing/metric-matcher';

use(metricMatcher);

describe("testing: chai's matcher for metrics", () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    const Dimensions = [{ Name: 'collection', Value: 'words' }];
    const MetricData = [
      { MetricName: 'LockAcquired', Dimensions, Value: 1 },
      { MetricName: 'LockLost', Value: 3 },
      { MetricName: 'LockLost', Value: 4 },
    ];
    await new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace: 'Embedding', MetricData }));
  });
  afterEach(() => aws.unplug());

  it('finds a metric and looks at its data', () => {
    expect(aws).to.have.metric('Embedding', 'LockAcquired', { collection: 'words' }).with.sum(1);
    expect(aws).to.have.metric('Embedding', 'LockLost').with.sum(7).and.sampleCount(2);
    expect(aws).to.have.metric('Embedding', 'LockLost').that.does.not.have.sum(8);
    expect(aws).not.to.have.metric('Embedding', 'LockFound');
  });

  it('says which metrics were published, and the nearest', () => {
    expect(() => expect(aws).to.have.metric('Embedding', 'LockAquired')).to.throw(
      'No metric Embedding/LockAquired was published. Nearest: Embedding/LockAcquired {collection=words}\n' +
        'These were published:\n' +
        '  Embedding/LockAcquired {collection=words}\n' +
        '  Embedding/LockLost',
    );
  });

  it('says what the data is instead', () => {
    expect(() => expect(aws).to.have.metric('Embedding', 'LockLost').with.sum(8)).to.throw(
      'expected the sum of Embedding/LockLost {} to be 8 but it is 7',
    );
    expect(() => expect(aws).to.have.metric('Embedding', 'LockLost').with.not.sampleCount(2)).to.throw(
      'expected the sampleCount of Embedding/LockLost {} not to be 2',
    );
    expect(() => expect(aws).not.to.have.metric('Embedding', 'LockLost', {})).to.throw(
      'expected no metric Embedding/LockLost {} to be published, but it was',
    );
  });

  it('wants a world, and a metric', () => {
    expect(() => expect({}).to.have.metric('a', 'b')).to.throw(TypeError, 'the world of fakeAws()');
    expect(() => expect(aws).to.have.sum(1)).to.throw(TypeError, 'say which metric first');
  });
});
