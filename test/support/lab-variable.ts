/** A variable of the lab that a test runs in. Throws outside of one: these tests would change the machine itself. */
export function labVariable(name: 'OVS_RUNDIR' | 'OPTOPO_LXC_PATH' | 'OPTOPO_STATE_DIR'): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: integration tests run inside a lab, start them with npm test`);
  return value;
}
