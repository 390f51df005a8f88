/** An error of Lambda's API. The Lambda client is not among the SDK's packages used here, so the class is our own. */
export class LambdaServiceException extends Error {
  override readonly name: string;
  readonly $fault = 'client';
  readonly $metadata: { readonly httpStatusCode: number };
  /** 'User' for errors of the caller, as the API answers it. */
  readonly Type = 'User';

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode: status };
  }
}

export function invalidParameterValue(message: string): LambdaServiceException {
  return new LambdaServiceException('InvalidParameterValueException', 400, message);
}

/** What every AWS API answers to a value outside the limits of its model. */
export function validationException(
  member: string,
  value: number | string,
  constraint: string,
): LambdaServiceException {
  return new LambdaServiceException(
    'ValidationException',
    400,
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function functionNotFound(arn: string): LambdaServiceException {
  return new LambdaServiceException('ResourceNotFoundException', 404, `Function not found: ${arn}`);
}

/** Captured: facts say recorded; the blanks inside the parentheses are AWS's. */
export function mappingExists(
  sourceKind: 'SQS' | 'dynamodb',
  sourceArn: string,
  functionName: string,
  uuid: string,
): LambdaServiceException {
  return new LambdaServiceException(
    'ResourceConflictException',
    409,
    `An event source mapping with ${sourceKind} arn (" ${sourceArn} ") and function (" ${functionName} ") already exists. ` +
      `Please update or delete the existing mapping with UUID ${uuid}`,
  );
}

/** Captured: the text (stackd's recording of GetEventSourceMapping on AWS, 2026-09-17). */
export function mappingNotFound(): LambdaServiceException {
  return new LambdaServiceException(
    'ResourceNotFoundException',
    404,
    'The resource you requested does not exist.',
  );
}
