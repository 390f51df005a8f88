import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { parseSearch } from '../../fakes/cloudwatch/search-expression';

describe('CloudWatch search expressions', () => {
  const metric = (namespace: string, metricName: string, dimensions: Record<string, string> = {}) => ({
    namespace,
    metricName,
    dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  });
  const custom = metric('MyNamespace', 'CustomCount1');
  const network = metric('App', 'Network-Errors-2', { Host: 'a' });
  const camel = metric('App', 'NetworkErrors2', { Host: 'b', Zone: 'z' });
  const lambda = metric('AWS/Lambda', 'Errors', { FunctionName: 'ProjectA' });
  const special = metric('My Namespace', 'Europe\\France Traffic(Network)', { 'Dimension@Name': 'x' });
  const all = { custom, network, camel, lambda, special };

  const rows: readonly [text: string, found: readonly (keyof typeof all)[]][] = [
    ['{MyNamespace}', ['custom']],
    ['{App,Host}', ['network']],
    ['{App, Zone, Host}', ['camel']],
    ['{App}', ['network', 'camel']],
    ['{"My Namespace", "Dimension@Name"}', ['special']],
    ['{App,Host} nothing', []],
    // The examples of partial and exact matches in the documentation.
    ['count', ['custom']],
    ['Count', ['custom']],
    ['COUNT', ['custom']],
    ['couNT', []],
    ['CustomCount', ['custom']],
    ['Count1', ['custom']],
    ['customcount', []],
    ['count1', []],
    ['customcount1', []],
    ['{MyNamespace}, "CustomCount1" ', ['custom']],
    ['{MyNamespace}, "customcount1" ', []],
    ['{MyNamespace}, "Custom" ', []],
    ['network/errors', ['network', 'camel']],
    ['network+errors', ['network', 'camel']],
    ['network-errors', ['network', 'camel']],
    ['Network_Errors', ['network', 'camel']],
    ['"Network-Errors-2"', ['network']],
    ['"Network_Errors_2"', []],
    ['"Europe\\\\France Traffic\\(Network\\)"', ['special']],
    ['MetricName="Errors"', ['lambda']],
    ['MetricName=errors', ['network', 'camel', 'lambda']],
    ['Namespace=AWS', ['lambda']],
    ['Namespace="App" Host=b', ['camel']],
    ['FunctionName=projecta', ['lambda']],
    ['NOT Namespace=AWS', ['custom', 'network', 'camel', 'special']],
    ['errors NOT network', ['lambda']],
    ['errors AND Host', ['network', 'camel']],
    ['(lambda OR custom) AND NOT "x"', ['custom', 'lambda']],
    ['lambda OR custom', ['custom', 'lambda']],
    [
      '{AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB))',
      ['lambda'],
    ],
  ];
  for (const [text, found] of rows) {
    it(`finds ${found.join(', ') || 'nothing'} by ${text}`, () => {
      const matches = parseSearch(text);
      expect(Object.entries(all).flatMap(([name, each]) => (matches(each) ? [name] : []))).to.deep.equal(
        found,
      );
    });
  }

  for (const text of ['', ' ', '(a', 'a)', 'a AND', 'NOT', 'OR a', '"open', 'a'.repeat(1_025)]) {
    it(`does not read ${JSON.stringify(text).slice(0, 30)}`, () => {
      expect(() => parseSearch(text)).to.throw(MathError);
    });
  }
});
