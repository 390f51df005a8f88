/**
 * What Lambda's runtime sets for every function, where the machine of the test has not: without a region the SDK goes on to
 * look for one in the machine's configuration files, and then on the network.
 *
 * @returns what puts the environment back.
 */
export function provideEnvironment(region: string): () => void {
  const wanted = { AWS_REGION: region, AWS_EC2_METADATA_DISABLED: 'true' };
  const given = Object.entries(wanted).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of given) process.env[name] = value;
  return () => {
    for (const [name, value] of given) {
      if (process.env[name] === value) Reflect.deleteProperty(process.env, name);
    }
  };
}
