import type {
  DeleteInsightRulesInput,
  DeleteInsightRulesOutput,
  DescribeInsightRulesInput,
  DescribeInsightRulesOutput,
  DisableInsightRulesInput,
  EnableInsightRulesInput,
  PartialFailure,
  PutInsightRuleInput,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { checkTags, toTags } from './alarm-checks';
import { invalidNextToken, invalidParameterValue, missingParameter } from './errors';
import { given } from '../kernel/given';
import { MAX_RULE_DEFINITION_LENGTH, MAX_RULE_NAME_LENGTH, RULES_PER_PAGE } from './limits';
import type { CloudwatchState, InsightRuleEntry } from './state';

/**
 * Creates or replaces a rule of Contributor Insights. The rule is kept; what it says about logs (GetInsightRuleReport,
 * INSIGHT_RULE_METRIC) is not modelled.
 *
 * @throws InvalidParameterValueException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutInsightRule.html
 */
export function putInsightRule(context: Context<CloudwatchState>, input: PutInsightRuleInput): object {
  const { RuleState = 'ENABLED', Tags } = input;
  const [name, definition] = [given(input.RuleName), given(input.RuleDefinition)];
  checkRuleName(name);
  // Documented: API_PutInsightRule, ENABLED and DISABLED, 1 to 8,192 characters. Assumed: the wordings.
  if (RuleState !== 'ENABLED' && RuleState !== 'DISABLED')
    throw invalidParameterValue(`The value ${RuleState} for parameter RuleState is invalid.`);
  if (definition.length > MAX_RULE_DEFINITION_LENGTH)
    throw invalidParameterValue(
      `The parameter RuleDefinition must be shorter than ${MAX_RULE_DEFINITION_LENGTH + 1} characters.`,
    );
  const schema = schemaOf(definition);
  if (schema === undefined)
    throw invalidParameterValue('The parameter RuleDefinition must be a JSON object with a Schema.');
  checkTags(Tags ?? []);
  const { state, region, accountId } = context;
  const arn = `arn:aws:cloudwatch:${region}:${accountId}:insight-rule/${name}`;
  const isNew = !state.insightRules.has([region, name]);
  state.insightRules.put([region, name], { arn, name, state: RuleState, schema, definition });
  // Documented: Tags are ignored when a rule is updated.
  if (isNew && Tags !== undefined) state.tags.put(arn, toTags(Tags));
  return {};
}

/** Documented: API_PutInsightRule, RuleName, 1 to 128 characters of ASCII. Assumed: the wording. */
function checkRuleName(name: string): void {
  if (name === '') throw missingParameter('The parameter RuleName is required.');
  if (name.length > MAX_RULE_NAME_LENGTH)
    throw invalidParameterValue(
      `The parameter RuleName must be shorter than ${MAX_RULE_NAME_LENGTH + 1} characters.`,
    );
  if (!/^[\x20-\x7e]+$/.test(name))
    throw invalidParameterValue('The value for parameter RuleName contains non-ASCII characters.');
}

/** Captured: the schema as the answer shows it, `CloudWatchLogRule/1`. */
function schemaOf(definition: string): string | undefined {
  try {
    const root: unknown = JSON.parse(definition);
    const schema = memberOf(root, 'Schema');
    const [name, version] = [memberOf(schema, 'Name'), memberOf(schema, 'Version')];
    return typeof name === 'string' && typeof version === 'number' ? `${name}/${version}` : undefined;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/**
 * Rules by name, 500 a page.
 *
 * @throws InvalidNextToken
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeInsightRules.html
 */
export function describeInsightRules(
  { state, region }: Context<CloudwatchState>,
  input: DescribeInsightRulesInput,
): DescribeInsightRulesOutput {
  const { MaxResults = RULES_PER_PAGE, NextToken } = input;
  // Documented: API_DescribeInsightRules, 1 to 500. Assumed: the wording.
  if (!(MaxResults >= 1 && MaxResults <= RULES_PER_PAGE))
    throw invalidParameterValue(`The value ${MaxResults} for parameter MaxResults is invalid.`);
  const after = NextToken === undefined ? undefined : fromToken(NextToken);
  const page: InsightRuleEntry[] = [];
  const from = after === undefined ? { from: [region, ''] as const } : { after: [region, after] as const };
  for (const [key, rule] of state.insightRules.entries(from)) {
    if (key[0] !== region) break;
    if (page.length >= MaxResults)
      return { InsightRules: page.map(toOutput), NextToken: toToken(given(page.at(-1)).name) };
    page.push(rule);
  }
  return { InsightRules: page.map(toOutput) };
}

/** Captured: the members. */
function toOutput({ name, state, schema, definition }: InsightRuleEntry) {
  return { Name: name, State: state, Schema: schema, Definition: definition, ManagedRule: false };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteInsightRules.html */
export function deleteInsightRules(
  context: Context<CloudwatchState>,
  input: DeleteInsightRulesInput,
): DeleteInsightRulesOutput {
  const { state, region } = context;
  return eachRule(context, input.RuleNames, (rule) => {
    state.insightRules.delete([region, rule.name]);
    state.tags.delete(rule.arn);
  });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableInsightRules.html */
export function enableInsightRules(context: Context<CloudwatchState>, input: EnableInsightRulesInput) {
  return setState(context, input.RuleNames, 'ENABLED');
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableInsightRules.html */
export function disableInsightRules(context: Context<CloudwatchState>, input: DisableInsightRulesInput) {
  return setState(context, input.RuleNames, 'DISABLED');
}

function setState(
  context: Context<CloudwatchState>,
  names: readonly string[] | undefined,
  value: InsightRuleEntry['state'],
): { Failures: PartialFailure[] } {
  return eachRule(context, names, (rule) =>
    context.state.insightRules.put([context.region, rule.name], { ...rule, state: value }),
  );
}

/** Does something to each rule that is there. Documented: the others are Failures. Assumed: their members. */
function eachRule(
  { state, region }: Context<CloudwatchState>,
  names: readonly string[] | undefined,
  change: (rule: InsightRuleEntry) => void,
): { Failures: PartialFailure[] } {
  const wanted = given(names);
  if (wanted.length === 0) throw missingParameter('The parameter RuleNames is required.');
  const Failures: PartialFailure[] = [];
  for (const FailureResource of new Set(wanted)) {
    const rule = state.insightRules.get([region, FailureResource]);
    if (rule !== undefined) change(rule);
    else {
      const FailureDescription = `Rule ${FailureResource} does not exist.`;
      const code = 'ResourceNotFoundException';
      Failures.push({ FailureResource, ExceptionType: code, FailureCode: code, FailureDescription });
    }
  }
  return { Failures };
}

function toToken(name: string): string {
  return Buffer.from(`rule:${name}`).toString('base64');
}

/** Assumed: the wording. */
function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('rule:')) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return text.slice('rule:'.length);
}
