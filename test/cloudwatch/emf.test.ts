import { expect } from 'chai';
import { extractEmf, ingestLogLine } from '../../fakes/cloudwatch/emf';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import { fakeAws } from '../../fakes';

describe('CloudWatch embedded metric format', () => {
  const now = 1_795_332_109_903;
  const metric = { Name: 'lat', Unit: 'Milliseconds' };
  const directive = { Namespace: 'NS', Dimensions: [['service']], Metrics: [metric] };
  const line = (directives: unknown = [directive], more: object = {}, Timestamp: unknown = now) =>
    JSON.stringify({ _aws: { Timestamp, CloudWatchMetrics: directives }, service: 'svc', lat: 12, ...more });
  const extract = (text: string) => extractEmf(text, now);

  it('gives the metrics of a line that Powertools writes', () => {
    const text =
      '{"_aws":{"Timestamp":1795332109903,"CloudWatchMetrics":[{"Namespace":"NS","Dimensions":[["service","env"]],' +
      '"Metrics":[{"Name":"lat","Unit":"Milliseconds"},{"Name":"hi","Unit":"Count","StorageResolution":1}]}]},' +
      '"k":"v","service":"svc","env":"t","lat":[12,13],"hi":1}';
    const dimensions = [
      { Name: 'service', Value: 'svc' },
      { Name: 'env', Value: 't' },
    ];
    const common = { namespace: 'NS', dimensions, timestamp: now };
    expect(extract(text)).to.deep.equal({
      data: [
        {
          ...common,
          metricName: 'lat',
          unit: 'Milliseconds',
          resolutionSeconds: 60,
          data: { kind: 'values', values: [12, 13], counts: [1, 1] },
        },
        {
          ...common,
          metricName: 'hi',
          unit: 'Count',
          resolutionSeconds: 1,
          data: { kind: 'values', values: [1], counts: [1] },
        },
      ],
      problems: [],
    });
  });

  it('makes a metric of every set of dimensions, an empty one included', () => {
    const { data } = extract(
      line([{ ...directive, Dimensions: [[], ['service'], ['service', 'a.b']] }], { 'a.b': 'x' }),
    );
    expect(data.map(({ dimensions }) => dimensions.map(({ Value }) => Value))).to.deep.equal([
      [],
      ['svc'],
      ['svc', 'x'],
    ]);
  });

  it('reads several directives, and ignores members it does not know', () => {
    const { data } = extract(
      line([directive, { ...directive, Namespace: 'Other', Colour: 'red' }], { extra: {} }),
    );
    expect(data.map(({ namespace }) => namespace)).to.deep.equal(['NS', 'Other']);
  });

  for (const prefix of ['', '2026-11-23T10:00:00.000Z\t8d0f\tINFO\t', 'a { brace } {"and": more ']) {
    it(`reads the document behind ${JSON.stringify(prefix)}`, () => {
      expect(extract(prefix + line()).data).to.have.length(1);
    });
  }

  for (const text of [
    '',
    'hello',
    '{"level":"INFO"}',
    '{"a":"\\"_aws\\""}',
    '[1] "_aws"',
    '{ "_aws" ',
    '"_aws" {"a":1}',
  ]) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => {
      expect(extract(text)).to.deep.equal({ data: [], problems: [] });
    });
  }

  const names = (count: number) => Array.from({ length: count }, (_, i) => `d${i}`);
  const values = (count: number) => Object.fromEntries(names(count).map((name) => [name, 'v']));
  const metrics = (count: number) => Array.from({ length: count }, () => metric);

  const accepted: readonly [string, string][] = [
    ['30 dimensions', line([{ ...directive, Dimensions: [names(30)] }], values(30))],
    ['100 metrics', line([{ ...directive, Metrics: metrics(100) }])],
    ['100 values', line([directive], { lat: Array(100).fill(1) })],
    ['a namespace of 255 characters', line([{ ...directive, Namespace: 'n'.repeat(255) }])],
    ['a metric without a unit', line([{ ...directive, Metrics: [{ Name: 'lat' }] }])],
    ['a time two weeks ago', line([directive], {}, now - 14 * 86_400_000)],
    ['a time two hours ahead', line([directive], {}, now + 7_200_000)],
    [
      'a dimension that is called __proto__',
      line([{ ...directive, Dimensions: [['service']] }]).replace('"lat":12', '"lat":12,"__proto__":"x"'),
    ],
  ];
  for (const [title, text] of accepted) {
    it(`accepts ${title}`, () => {
      const { data, problems } = extract(text);
      expect(problems).to.deep.equal([]);
      expect(data).to.have.length.greaterThan(0);
    });
  }

  const at = 'CloudWatchMetrics[0]';
  const sets = `${at}.Dimensions is not an array of sets of at most 30 names`;
  const target = `${at}: the metric lat has no number, nor 1 to 100 of them, at the root`;
  const window = '_aws.Timestamp is not within the past two weeks and the next two hours';
  const refused: readonly [title: string, text: string, problem: string][] = [
    ['_aws is no object', '{"_aws":1}', '_aws.CloudWatchMetrics is not an array'],
    ['there are no directives', '{"_aws":{"Timestamp":1}}', '_aws.CloudWatchMetrics is not an array'],
    ['there is no time', line([directive], {}, null), '_aws.Timestamp is not an integer'],
    ['the time is not whole', line([directive], {}, now + 0.5), '_aws.Timestamp is not an integer'],
    ['the time is too old', line([directive], {}, now - 14 * 86_400_000 - 1), window],
    ['the time is too far ahead', line([directive], {}, now + 7_200_001), window],
    ['a directive is no object', line([1]), `${at}.Namespace is not a text of 1 to 255 characters`],
    [
      'the namespace is empty',
      line([{ ...directive, Namespace: '' }]),
      `${at}.Namespace is not a text of 1 to 255 characters`,
    ],
    [
      'the namespace is too long',
      line([{ ...directive, Namespace: 'n'.repeat(256) }]),
      `${at}.Namespace is not a text of 1 to 255 characters`,
    ],
    ['there is no dimension set', line([{ ...directive, Dimensions: [] }]), sets],
    ['a dimension set is no array', line([{ ...directive, Dimensions: ['service'] }]), sets],
    ['there are 31 dimensions', line([{ ...directive, Dimensions: [names(31)] }], values(31)), sets],
    [
      'there are 101 metrics',
      line([{ ...directive, Metrics: metrics(101) }]),
      `${at}.Metrics is not an array of at most 100 definitions`,
    ],
    [
      'a metric has no name',
      line([{ ...directive, Metrics: [{}] }]),
      `${at}.Metrics[0].Name is not a text of 1 to 255 characters`,
    ],
    [
      'a unit is unknown',
      line([{ ...directive, Metrics: [{ ...metric, Unit: 'ms' }] }]),
      `${at}.Metrics[0].Unit is not a unit of CloudWatch`,
    ],
    [
      'a resolution is unknown',
      line([{ ...directive, Metrics: [{ ...metric, StorageResolution: 5 }] }]),
      `${at}.Metrics[0].StorageResolution is neither 1 nor 60`,
    ],
    [
      'a dimension is missing',
      line([{ ...directive, Dimensions: [['nowhere']] }]),
      `${at}: the dimension nowhere has no text at the root`,
    ],
    [
      'a dimension is a number',
      line([directive], { service: 1 }),
      `${at}: the dimension service has no text at the root`,
    ],
    [
      'a dimension is nested',
      line([{ ...directive, Dimensions: [['a.b']] }], { a: { b: 'x' } }),
      `${at}: the dimension a.b has no text at the root`,
    ],
    [
      'a dimension is inherited',
      line([{ ...directive, Dimensions: [['constructor']] }]),
      `${at}: the dimension constructor has no text at the root`,
    ],
    ['a metric has no target', line([directive], { lat: undefined }), target],
    ['a metric is a text', line([directive], { lat: '12' }), target],
    ['a metric is an empty array', line([directive], { lat: [] }), target],
    ['a metric has 101 values', line([directive], { lat: Array(101).fill(1) }), target],
    ['one of the values is no number', line([directive], { lat: [1, null] }), target],
    ['a value is too large', line([directive], { lat: 2 ** 361 }), target],
  ];
  for (const [title, text, problem] of refused) {
    it(`extracts nothing and says why when ${title}`, () => {
      expect(extract(text)).to.deep.equal({ data: [], problems: [problem] });
    });
  }

  it('keeps what is right beside what is wrong', () => {
    const { data, problems } = extract(
      line([{ ...directive, Metrics: [metric, { Name: 'gone' }], Dimensions: [['x'], ['service']] }]),
    );
    expect([data.length, problems.length]).to.deep.equal([1, 2]);
  });

  it('goes where PutMetricData goes', () => {
    const aws = fakeAws({ seed: 1, time: 'virtual', start: now });
    const { clock, ids, options } = aws.world;
    const publisher = { state: aws.world.state(cloudwatch), region: options.region, now: clock.now(), ids };
    const extracted = ingestLogLine(publisher, line([directive], { lat: [1, 2] }));
    expect(extracted.data).to.have.length(1);
    expect(aws.cloudwatch.metric('NS', 'lat', { service: 'svc' }).values()).to.deep.equal([1, 2]);
    aws.unplug();
  });
});
