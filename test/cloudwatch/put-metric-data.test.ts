import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch.PutMetricData', () => {
  let aws: FakeAws;
  let client: CloudWatchClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const put = (...MetricData: MetricDatum[]) =>
    client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }));

  it('stores a value', async () => {
    await put({ MetricName: 'm', Value: 1.5 }, { MetricName: 'm', Value: 2 });
    expect(aws.cloudwatch.metric('N', 'm').values()).to.deep.equal([1.5, 2]);
  });

  it('stores values with their counts', async () => {
    await put({ MetricName: 'm', Values: [1, 2], Counts: [3, 1] });
    await put({ MetricName: 'm', Values: [5] });
    expect(aws.cloudwatch.metric('N', 'm').values()).to.deep.equal([1, 1, 1, 2, 5]);
  });

  it('stores a statistic set', async () => {
    await put({ MetricName: 'm', StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 } });
    const metric = aws.cloudwatch.metric('N', 'm');
    expect([
      metric.sampleCount(),
      metric.sum(),
      metric.minimum(),
      metric.maximum(),
      metric.average(),
    ]).to.deep.equal([4, 10, 1, 4, 2.5]);
  });

  it('takes metrics with the same dimensions in another order for the same metric', async () => {
    const [a, b] = [
      { Name: 'A', Value: '1' },
      { Name: 'B', Value: '2' },
    ];
    await put(
      { MetricName: 'm', Value: 1, Dimensions: [a, b] },
      { MetricName: 'm', Value: 2, Dimensions: [b, a] },
    );
    expect(aws.cloudwatch.metrics()).to.have.length(1);
    expect(aws.cloudwatch.metric('N', 'm', { A: '1', B: '2' }).sum()).to.equal(3);
  });

  it('keeps the metrics of two regions apart', async () => {
    await put({ MetricName: 'm', Value: 1 });
    await new CloudWatchClient({ region: 'eu-west-1' }).send(
      new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 2 }] }),
    );
    expect(aws.cloudwatch.metrics().map((metric: { sum(): number }) => metric.sum())).to.deep.equal([2, 1]);
  });

  it('answers an error as the query-compatible JSON protocol gives it', async () => {
    const error = await failure(put({ MetricName: 'm', Values: [1, 2], Counts: [1] }));
    const message =
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.';
    expect(error.name).to.equal('InvalidParameterValueException');
    expect(error.message).to.equal(message);
    expect(error).to.include({
      $fault: 'client',
      Code: 'InvalidParameterValue',
      Type: 'Sender',
      __type: 'com.amazonaws.cloudwatch#InvalidParameterValueException',
    });
    expect(error['Error']).to.deep.equal({ Type: 'Sender', Code: 'InvalidParameterValue', Message: message });
    expect(error['RequestId']).to.be.a('string');
    expect(error['$metadata']).to.include({ httpStatusCode: 400, attempts: 1 });
  });

  const d = (count: number) => Array.from({ length: count }, (_, i) => ({ Name: `d${i}`, Value: 'v' }));
  const at = 'MetricData.member.1';
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;

  const refused: readonly [
    title: string,
    datum: (now: number) => MetricDatum,
    name: string,
    message: string,
  ][] = [
    [
      'no name',
      () => ({ MetricName: undefined, Value: 1 }),
      'MissingRequiredParameterException',
      `The parameter ${at}.MetricName is required.`,
    ],
    [
      'an empty name',
      () => ({ MetricName: '', Value: 1 }),
      'MissingRequiredParameterException',
      `The parameter ${at}.MetricName is required.`,
    ],
    [
      'a name of 256 characters',
      () => ({ MetricName: 'm'.repeat(256), Value: 1 }),
      'InvalidParameterValueException',
      `The parameter ${at}.MetricName must be shorter than 256 characters.`,
    ],
    [
      'a name with control characters',
      () => ({ MetricName: 'a\tb', Value: 1 }),
      'InvalidParameterValueException',
      `The value a\tb for parameter ${at}.MetricName is invalid.`,
    ],
    [
      '31 dimensions',
      () => ({ MetricName: 'm', Value: 1, Dimensions: d(31) }),
      'InvalidParameterValueException',
      `The collection ${at}.Dimensions must not have a size greater than 30.`,
    ],
    [
      'an empty dimension value',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: 'a', Value: '' }] }),
      'MissingRequiredParameterException',
      `The parameter ${at}.Dimensions.member.1.Value is required.`,
    ],
    [
      'a blank dimension value',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: 'a', Value: ' ' }] }),
      'InvalidParameterValueException',
      `The value   for parameter ${at}.Dimensions.member.1.Value is invalid.`,
    ],
    [
      'a dimension value of 1025 characters',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: 'a', Value: 'x'.repeat(1025) }] }),
      'InvalidParameterValueException',
      `The parameter ${at}.Dimensions.member.1.Value must be shorter than 1025 characters.`,
    ],
    [
      'a dimension name that begins with a colon',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: ':a', Value: 'x' }] }),
      'InvalidParameterValueException',
      `The value :a for parameter ${at}.Dimensions.member.1.Name is invalid.`,
    ],
    [
      'a dimension twice',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [...d(1), ...d(1)] }),
      'InvalidParameterValueException',
      `The parameter ${at}.Dimensions.member.2.Name must be unique.`,
    ],
    [
      'a time before two weeks ago',
      (now) => ({ MetricName: 'm', Value: 1, Timestamp: new Date(now - 14 * DAY - 1) }),
      'InvalidParameterValueException',
      `The parameter ${at}.Timestamp must specify a time within the past two weeks.`,
    ],
    [
      'a time after two hours from now',
      (now) => ({ MetricName: 'm', Value: 1, Timestamp: new Date(now + 120 * MINUTE + 1) }),
      'InvalidParameterValueException',
      `The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`,
    ],
    [
      'an unknown resolution',
      () => ({ MetricName: 'm', Value: 1, StorageResolution: 30 }),
      'InvalidParameterValueException',
      `The value 30 for parameter ${at}.StorageResolution is invalid.`,
    ],
    [
      'no data',
      () => ({ MetricName: 'm' }),
      'InvalidParameterCombinationException',
      'At least one of the parameters must be specified.',
    ],
    [
      'a value and values',
      () => ({ MetricName: 'm', Value: 1, Values: [1] }),
      'InvalidParameterCombinationException',
      `The parameters ${at}.Value and ${at}.Values are mutually exclusive and you have specified both.`,
    ],
    [
      'a value and a statistic set',
      () => ({
        MetricName: 'm',
        Value: 1,
        StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 },
      }),
      'InvalidParameterCombinationException',
      `The parameters ${at}.Value and ${at}.StatisticValues are mutually exclusive and you have specified both.`,
    ],
    [
      'values and a statistic set',
      () => ({
        MetricName: 'm',
        Values: [1],
        StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 },
      }),
      'InvalidParameterCombinationException',
      `The parameters ${at}.Values and ${at}.StatisticValues are mutually exclusive and you have specified both.`,
    ],
    [
      'NaN',
      () => ({ MetricName: 'm', Value: Number.NaN }),
      'InvalidParameterValueException',
      `The value NaN for parameter ${at}.Value is invalid.`,
    ],
    [
      'infinity',
      () => ({ MetricName: 'm', Values: [1, Infinity] }),
      'InvalidParameterValueException',
      `The value Infinity for parameter ${at}.Values is invalid.`,
    ],
    [
      'a value above 2^360',
      () => ({ MetricName: 'm', Value: 2 ** 360 * 1.0000000001 }),
      'InvalidParameterValueException',
      `The value ${2 ** 360 * 1.0000000001} for parameter ${at}.Value is invalid.`,
    ],
    [
      'a value below -2^360',
      () => ({ MetricName: 'm', Value: -(2 ** 361) }),
      'InvalidParameterValueException',
      `The value ${-(2 ** 361)} for parameter ${at}.Value is invalid.`,
    ],
    [
      'no values in Values',
      () => ({ MetricName: 'm', Values: [] }),
      'MissingRequiredParameterException',
      `The parameter ${at}.Values is required.`,
    ],
    [
      '151 values',
      () => ({ MetricName: 'm', Values: Array.from({ length: 151 }, (_, i) => i) }),
      'InvalidParameterValueException',
      `The collection ${at}.Values must not have a size greater than 150.`,
    ],
    [
      'a negative count',
      () => ({ MetricName: 'm', Values: [1], Counts: [-1] }),
      'InvalidParameterValueException',
      `The value -1 for parameter ${at}.Counts is invalid.`,
    ],
    [
      'a negative sample count',
      () => ({ MetricName: 'm', StatisticValues: { SampleCount: -1, Sum: 1, Minimum: 1, Maximum: 1 } }),
      'InvalidParameterValueException',
      `The value -1 for parameter ${at}.StatisticValues.SampleCount is invalid.`,
    ],
    [
      'an endless count',
      () => ({ MetricName: 'm', Values: [1], Counts: [Infinity] }),
      'InvalidParameterValueException',
      `The value Infinity for parameter ${at}.Counts is invalid.`,
    ],
    [
      'counts without values',
      () => ({ MetricName: 'm', Value: 1, Counts: [1] }),
      'MissingRequiredParameterException',
      `The parameter ${at}.Values is required.`,
    ],
    [
      'a statistic set without its sum',
      () => ({
        MetricName: 'm',
        StatisticValues: { SampleCount: 1, Sum: undefined, Minimum: 1, Maximum: 1 },
      }),
      'MissingRequiredParameterException',
      `The parameter ${at}.StatisticValues.Sum is required.`,
    ],
    [
      'NaN in a statistic set',
      () => ({
        MetricName: 'm',
        StatisticValues: { SampleCount: 1, Sum: 1, Minimum: Number.NaN, Maximum: 1 },
      }),
      'InvalidParameterValueException',
      `The value NaN for parameter ${at}.StatisticValues.Minimum is invalid.`,
    ],
  ];

  for (const [title, datum, name, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await failure(put(datum(aws.clock.now())));
      expect([error.name, error.message]).to.deep.equal([name, message]);
      expect(aws.cloudwatch.metrics()).to.deep.equal([]);
    });
  }

  const accepted: readonly [title: string, datum: (now: number) => MetricDatum][] = [
    ['a name of 255 characters', () => ({ MetricName: 'm'.repeat(255), Value: 1 })],
    ['30 dimensions', () => ({ MetricName: 'm', Value: 1, Dimensions: d(30) })],
    [
      'a dimension value of 1024 characters',
      () => ({ MetricName: 'm', Value: 1, Dimensions: [{ Name: 'a', Value: 'x'.repeat(1024) }] }),
    ],
    ['a time two weeks ago', (now) => ({ MetricName: 'm', Value: 1, Timestamp: new Date(now - 14 * DAY) })],
    [
      'a time two hours ahead',
      (now) => ({ MetricName: 'm', Value: 1, Timestamp: new Date(now + 120 * MINUTE) }),
    ],
    ['2^360', () => ({ MetricName: 'm', Value: 2 ** 360 })],
    ['-2^360', () => ({ MetricName: 'm', Value: -(2 ** 360) })],
    ['150 values', () => ({ MetricName: 'm', Values: Array.from({ length: 150 }, (_, i) => i) })],
    ['a resolution of a second', () => ({ MetricName: 'm', Value: 1, StorageResolution: 1 })],
  ];

  for (const [title, datum] of accepted) {
    it(`accepts ${title}`, async () => {
      await put(datum(aws.clock.now()));
      expect(aws.cloudwatch.metrics()).to.have.length(1);
    });
  }

  it('lists all units when it refuses one', async () => {
    const error = await failure(put({ MetricName: 'm', Value: 1, Unit: 'Furlongs' as 'None' }));
    expect(error.message).to.match(
      /^The parameter MetricData\.member\.1\.Unit must be a value in the set \[ Seconds, Microseconds, .*Count\/Second, None \]\.$/,
    );
  });

  it('reports every place that is wrong in the same way, a line each', async () => {
    const error = await failure(
      put({ MetricName: 'a' }, { MetricName: '', Value: 1 }, { MetricName: '', Value: 2 }),
    );
    expect(error.message).to.equal(
      'The parameter MetricData.member.2.MetricName is required.\nThe parameter MetricData.member.3.MetricName is required.',
    );
  });

  it('stores nothing when one of the data is wrong', async () => {
    await failure(put({ MetricName: 'a', Value: 1 }, { MetricName: 'b', Value: Number.NaN }));
    expect(aws.cloudwatch.metrics()).to.deep.equal([]);
  });

  const namespaces: readonly [string, string, string][] = [
    ['', 'MissingRequiredParameterException', 'The parameter Namespace is required.'],
    ['  ', 'InvalidParameterValueException', 'The value    for parameter Namespace is invalid.'],
    [':a', 'InvalidParameterValueException', 'The value :a for parameter Namespace is invalid.'],
    ['AWS/Lambda', 'InvalidParameterValueException', 'The value AWS/ for parameter Namespace is invalid.'],
    [
      'n'.repeat(256),
      'InvalidParameterValueException',
      'The parameter Namespace must be shorter than 256 characters.',
    ],
    [
      'é',
      'InvalidParameterValueException',
      'The value for parameter Namespace contains non-ASCII characters.',
    ],
    ['a\nb', 'InvalidParameterValueException', 'The value a\nb for parameter Namespace is invalid.'],
    [
      'é'.repeat(256),
      'InvalidParameterValueException',
      'The value for parameter Namespace contains non-ASCII characters.\nThe parameter Namespace must be shorter than 256 characters.',
    ],
  ];
  for (const [Namespace, name, message] of namespaces) {
    it(`refuses the namespace ${JSON.stringify(Namespace).slice(0, 20)}`, async () => {
      const error = await failure(
        client.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] })),
      );
      expect([error.name, error.message]).to.deep.equal([name, message]);
    });
  }

  it('needs a namespace and data', async () => {
    const noNamespace = await failure(
      client.send(new PutMetricDataCommand({ Namespace: undefined, MetricData: [] })),
    );
    expect(noNamespace.message).to.equal('The parameter Namespace is required.');
    const noData = await failure(client.send(new PutMetricDataCommand({ Namespace: 'N' })));
    expect([noData.name, noData.message]).to.deep.equal([
      'MissingRequiredParameterException',
      'The parameter MetricData is required.',
    ]);
  });

  it('takes 1,000 data and refuses 1,001', async () => {
    const data = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ MetricName: `m${i}`, Value: i }));
    await put(...data(1_000));
    const error = await failure(put(...data(1_001)));
    expect([error.name, error.message]).to.deep.equal([
      'InvalidParameterValueException',
      'The collection MetricData must not have a size greater than 1000.',
    ]);
  });

  it('takes a request of 1 MB and refuses a larger one', async () => {
    const datum = (value: string) => ({
      MetricName: 'm',
      Value: 1,
      Dimensions: [{ Name: 'd', Value: value }],
    });
    const request = (bytes: number) => {
      const fill =
        bytes - JSON.stringify({ Namespace: 'N', MetricData: Array(1_000).fill(datum('')) }).length;
      const length = (i: number) => Math.floor(fill / 1_000) + (i < fill % 1_000 ? 1 : 0);
      return {
        Namespace: 'N',
        MetricData: Array.from({ length: 1_000 }, (_, i) => datum('x'.repeat(length(i)))),
      };
    };
    await client.send(new PutMetricDataCommand(request(1_048_576)));
    const error = await failure(client.send(new PutMetricDataCommand(request(1_048_577))));
    expect([error.name, error.message]).to.deep.equal([
      'RequestEntityTooLarge',
      'Request size 1048577 exceeded 1048576 bytes',
    ]);
    expect(error['$metadata']).to.include({ httpStatusCode: 413 });
  });

  describe('with entities', () => {
    const entity = { KeyAttributes: { Type: 'Service', Name: 'checkout', Environment: 'prod' } };
    const send = (Entity: object, StrictEntityValidation?: boolean, count = 1) =>
      client.send(
        new PutMetricDataCommand({
          Namespace: 'N',
          EntityMetricData: Array.from({ length: count }, () => ({
            Entity,
            MetricData: [{ MetricName: 'm', Value: 1 }],
          })),
          ...(StrictEntityValidation === undefined ? {} : { StrictEntityValidation }),
        }),
      );

    it('stores their data', async () => {
      await send(entity, true);
      expect(aws.cloudwatch.metric('N', 'm').sum()).to.equal(1);
    });

    it('needs StrictEntityValidation', async () => {
      expect((await failure(send(entity))).message).to.equal(
        'The parameter StrictEntityValidation is required.',
      );
    });

    it('refuses an invalid entity only when it is strict', async () => {
      const bad = { KeyAttributes: { Type: 'Planet', Name: 'a' } };
      const error = await failure(send(bad, true));
      expect(error.message).to.equal('The entity data is invalid: InvalidTypeValue.');
      await send(bad, false);
      expect(aws.cloudwatch.metric('N', 'm').sum()).to.equal(1);
    });

    it('refuses three entities when it is strict', async () => {
      const error = await failure(send(entity, true, 3));
      expect(error.message).to.equal('The entity data is invalid: EntitySizeTooLarge.');
    });

    it('names the place of a wrong datum', async () => {
      const error = await failure(
        client.send(
          new PutMetricDataCommand({
            Namespace: 'N',
            StrictEntityValidation: false,
            EntityMetricData: [{ Entity: entity, MetricData: [{ MetricName: 'm', Value: Number.NaN }] }],
          }),
        ),
      );
      expect(error.message).to.equal(
        'The value NaN for parameter EntityMetricData.member.1.MetricData.member.1.Value is invalid.',
      );
    });
  });
});
