import type {
  DeleteDashboardsInput,
  GetDashboardInput,
  GetDashboardOutput,
  ListDashboardsInput,
  ListDashboardsOutput,
  PutDashboardInput,
  PutDashboardOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { checkTags, toTags } from './alarm-checks';
import { dashboardInvalid, dashboardNotFound, invalidParameterValue } from './errors';
import { given } from '../kernel/given';
import { DASHBOARDS_PER_PAGE, MAX_DASHBOARD_NAME_LENGTH } from './limits';
import type { CloudwatchState, DashboardEntry } from './state';

/**
 * Creates or replaces a dashboard. The body must be a JSON object; its widgets are not checked.
 *
 * @throws InvalidParameterValueException, DashboardInvalidInputError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export function putDashboard(
  context: Context<CloudwatchState>,
  input: PutDashboardInput,
): PutDashboardOutput {
  const { Tags } = input;
  const [name, body] = [given(input.DashboardName), given(input.DashboardBody)];
  checkName(name);
  if (!isJsonObject(body)) {
    // Assumed: the wordings.
    const Message = 'The field DashboardBody must be a valid JSON object';
    throw dashboardInvalid('The dashboard body is invalid.', [{ DataPath: '/', Message }]);
  }
  checkTags(Tags ?? []);
  const { state, accountId, now } = context;
  // Captured: the ARN of a dashboard names no region.
  const arn = `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
  const isNew = !state.dashboards.has(name);
  state.dashboards.put(name, { arn, name, body, modifiedAt: now });
  if (isNew && Tags !== undefined) state.tags.put(arn, toTags(Tags));
  return { DashboardValidationMessages: [] };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export function getDashboard(
  { state }: Context<CloudwatchState>,
  input: GetDashboardInput,
): GetDashboardOutput {
  const DashboardName = given(input.DashboardName);
  checkName(DashboardName);
  const dashboard = state.dashboards.get(DashboardName);
  if (dashboard === undefined) throw dashboardNotFound([DashboardName]);
  return { DashboardArn: dashboard.arn, DashboardBody: dashboard.body, DashboardName };
}

/** Lists dashboards by name, 1,000 a page. @see API_ListDashboards */
export function listDashboards(
  { state }: Context<CloudwatchState>,
  input: ListDashboardsInput,
): ListDashboardsOutput {
  const { DashboardNamePrefix: prefix = '' } = input;
  const after = input.NextToken === undefined ? undefined : fromToken(input.NextToken);
  const page: DashboardEntry[] = [];
  for (const [name, dashboard] of state.dashboards.entries(
    after === undefined ? { from: prefix } : { after },
  )) {
    if (!name.startsWith(prefix)) break;
    if (page.length === DASHBOARDS_PER_PAGE) {
      return { DashboardEntries: page.map(toEntry), NextToken: toToken(given(page.at(-1)).name) };
    }
    page.push(dashboard);
  }
  return { DashboardEntries: page.map(toEntry) };
}

/**
 * Deletes dashboards, all or none.
 *
 * @throws InvalidParameterValueException, DashboardNotFoundError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html
 */
export function deleteDashboards({ state }: Context<CloudwatchState>, input: DeleteDashboardsInput): object {
  const names = new Set(given(input.DashboardNames));
  // Assumed: the wording, which other emulators have too.
  if (names.size === 0) throw invalidParameterValue('Need at least 1 dashboard');
  const missing = [...names].filter((name) => !state.dashboards.has(name));
  if (missing.length > 0) throw dashboardNotFound(missing);
  for (const name of names) {
    const { arn } = given(state.dashboards.get(name));
    state.dashboards.delete(name);
    state.tags.delete(arn);
  }
  return {};
}

/** Documented: API_PutDashboard, "A-Z, a-z, 0-9, "-", and "_"", 255 characters at most. Assumed: the wording. */
function checkName(name: string): void {
  if (/^[\w-]+$/.test(name) && name.length <= MAX_DASHBOARD_NAME_LENGTH) return;
  throw invalidParameterValue(
    `The value ${name} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).`,
  );
}

function isJsonObject(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Captured: Size is that of the body in bytes. */
function toEntry({ arn, name, body, modifiedAt }: DashboardEntry) {
  const Size = Buffer.byteLength(body);
  return { DashboardName: name, DashboardArn: arn, LastModified: new Date(modifiedAt), Size };
}

function toToken(name: string): string {
  return Buffer.from(`dashboard:${name}`).toString('base64');
}

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('dashboard:')) throw invalidParameterValue('Request parameter NextToken is invalid');
  return text.slice('dashboard:'.length);
}
