import type { RefusedAccess } from './permissions';

/**
 * How AWS words a refusal. Documented: IAM UserGuide/troubleshoot_access-denied; `*` is no resource to be named.
 * Services differ in how they show the resource and spell the action.
 */
export function refusalText(
  { caller, action, resource, denial }: RefusedAccess,
  shown: { readonly resource?: string; readonly action?: string } = {},
): string {
  const { action: named = action, resource: on = resource } = shown;
  const policy = `${denial.by}-based policy`;
  const why = denial.explicit
    ? `with an explicit deny in ${denial.by === 'identity' ? 'an' : 'a'} ${policy}`
    : `because no ${policy} allows the ${named} action`;
  const what = resource === '*' ? '' : ` on resource: ${on}`;
  return `User: ${caller.arn} is not authorized to perform: ${named}${what} ${why}`;
}
