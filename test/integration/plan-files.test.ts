import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const topology = (name: string, tag: number, more = ''): string => `
version: 1
name: ${name}
bridges:
  br-${name}: { datapath_type: netdev, fail_mode: secure }
ports:
  p-${name}: { bridge: br-${name}, type: internal, tag: ${tag}, addresses: [10.30.${tag}.1/24] }
${more}`;

const vsctl = async (...args: string[]): Promise<string> =>
  (await lab.run('ovs-vsctl', ['-t', '5', ...args])).stdout.trim();

/** Plans a file into `plan-NAME.json` and returns that path. */
async function planOut(name: string, ...flags: string[]): Promise<string> {
  const out = topologies.path(`plan-${name}.json`);
  const { exitCode, stderr } = await topologies.run(
    'plan',
    topologies.path(`${name}.yaml`),
    '--out',
    out,
    ...flags,
  );
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`plan written to ${out}`)]);
  return out;
}

describe('a saved plan', () => {
  test('is carried out as it is, once, and is private', async () => {
    const container = `
containers:
  c1:
    template: busybox
    interfaces: { eth0: { bridge: br-saved, addresses: [10.30.1.2/24] } }
flows:
  - { bridge: br-saved, file: saved-flows.txt }
`;
    topologies.write('saved-flows.txt', 'priority=5,ip,actions=normal\n');
    topologies.write('saved.yaml', topology('saved', 1, container));
    const out = topologies.path('plan-saved.json');
    const planned = await topologies.json('plan', topologies.path('saved.yaml'), '--out', out);
    expect(planned.exitCode).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(await vsctl('list-br')).not.toContain('br-saved');

    const applied = await topologies.json('apply', out);
    expect(applied).toMatchObject({ exitCode: 0, json: { outcome: 'converged', generation: 1 } });
    const ids = (json: { changes: { id: string }[] }): string[] => json.changes.map(({ id }) => id);
    expect(ids(applied.json)).toEqual(ids(planned.json));
    expect(await vsctl('get', 'Port', 'p-saved', 'tag')).toBe('1');
    expect(
      (await topologies.run('plan', topologies.path('saved.yaml'), '--detailed-exitcode')).exitCode,
    ).toBe(0);

    const again = await topologies.json('apply', out);
    expect(again).toMatchObject({ exitCode: 1, json: { error: { code: 'stale-plan' } } });
    expect(again.json.error.message).toContain('port/p-saved is there now');
  });

  test('that has nothing to do, with a running container, says so', async () => {
    const out = await planOut('saved');
    expect(await topologies.json('apply', out)).toMatchObject({
      exitCode: 0,
      json: { outcome: 'unchanged' },
    });
  });

  test('remembers --no-prune, and takes no flags that it has settled', async () => {
    topologies.write('kept.yaml', topology('kept', 2));
    await topologies.expectApplied(topologies.path('kept.yaml'));
    topologies.write('kept.yaml', topology('kept', 3));
    const out = await planOut('kept', '--no-prune');
    for (const flag of ['--adopt', '--no-prune', '--delete-data', '--set=a=b']) {
      expect((await topologies.run('apply', out, flag)).exitCode).toBe(64);
    }
    expect((await topologies.run('apply', out, topologies.path('kept.yaml'))).exitCode).toBe(64);
    expect((await topologies.run('apply', out, '--dry-run')).stdout).toContain('~ port/p-kept');
    expect((await topologies.run('apply', out)).exitCode).toBe(0);
    expect((await lab.run('ip', ['-br', 'addr', 'show', 'p-kept'])).stdout).toMatch(
      /10\.30\.2\.1.*10\.30\.3\.1/,
    );
  });

  test('takes the place of an earlier plan, privately, and of nothing else', async () => {
    const file = topologies.path('kept.yaml');
    const out = await planOut('kept');
    chmodSync(out, 0o644);
    await planOut('kept');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    for (const path of [file, '/dev/null']) {
      const { exitCode, stderr } = await topologies.run('plan', file, '--out', path);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is no plan')]);
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('with a conflict is not written', async () => {
    await vsctl('add-br', 'br-taken', '--', 'set', 'bridge', 'br-taken', 'datapath_type=netdev');
    topologies.write('taken.yaml', topology('taken', 4));
    const out = topologies.path('plan-taken.json');
    const { exitCode } = await topologies.run('plan', topologies.path('taken.yaml'), '--out', out);
    expect(exitCode).toBe(1);
    expect(() => statSync(out)).toThrow('ENOENT');
  });
});

describe('a saved plan is refused, and nothing is changed, when', () => {
  beforeAll(async () => {
    topologies.write('moved-flows.txt', 'priority=5,ip,actions=normal\n');
    topologies.write(
      'moved.yaml',
      topology('moved', 5, 'flows: [{ bridge: br-moved, file: moved-flows.txt }]'),
    );
    await topologies.expectApplied(topologies.path('moved.yaml'));
  });

  /** Plans a change of the tag, does `move`, and returns what `apply` of the plan says. */
  async function refusal(move: () => Promise<unknown> | unknown): Promise<string> {
    const file = topologies.path('moved.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(/tag: \d+/, (tag) => `tag: ${Number(tag.slice(5)) + 1}`),
    );
    const out = await planOut('moved');
    await move();
    const before = await vsctl('get', 'Port', 'p-moved', 'tag');
    const { exitCode, json } = await topologies.json('apply', out);
    expect([exitCode, json.error?.code]).toEqual([1, 'stale-plan']);
    expect(await vsctl('get', 'Port', 'p-moved', 'tag')).toBe(before);
    const shown = await topologies.run('apply', out, '--dry-run');
    expect([shown.exitCode, shown.stderr]).toEqual([1, expect.stringContaining('is out of date')]);
    return json.error.message;
  }

  test('its file has moved', async () => {
    const file = topologies.path('moved.yaml');
    const said = await refusal(() => writeFileSync(file, `${readFileSync(file, 'utf8')}\n# remark\n`));
    expect(said).toMatch(/out of date: \/.*moved\.yaml was changed$/);
  });

  test('a file of flows that it names has moved', async () => {
    const said = await refusal(() => topologies.write('moved-flows.txt', 'priority=5,ip,actions=drop\n'));
    expect(said).toMatch(/out of date: \/.*moved-flows\.txt was changed$/);
  });

  test('a declared object has moved', async () => {
    const said = await refusal(() => vsctl('set', 'Bridge', 'br-moved', 'mcast_snooping_enable=true'));
    expect(said).toMatch(/out of date: bridge\/br-moved is not as it was$/);
  });

  test('an owned object is gone', async () => {
    const said = await refusal(() => lab.run('ip', ['addr', 'del', '10.30.5.1/24', 'dev', 'p-moved']));
    expect(said).toMatch(/address\/p-moved\/10\.30\.5\.1\/24 is gone$/);
  });

  test('somebody applied in between', async () => {
    const said = await refusal(async () => {
      const other = topologies.write(
        'moved-other.yaml',
        topology('moved', 77, 'links: { vm: { kind: veth, peer: vn } }'),
      );
      await topologies.expectApplied(other);
    });
    expect(said).toContain('the last applied topology or the inventory is another one');
    expect(said).toContain('link/vm is there now');
  });

  test('somebody put a port on a bridge that it would delete', async () => {
    topologies.write('bare.yaml', topology('bare', 9));
    await topologies.expectApplied(topologies.path('bare.yaml'));
    topologies.write('bare.yaml', 'version: 1\nname: bare\nlinks: { vbare: { kind: veth, peer: vbarf } }\n');
    const out = await planOut('bare');
    await vsctl('add-port', 'br-bare', 'theirs', '--', 'set', 'interface', 'theirs', 'type=internal');
    const { exitCode, stderr } = await topologies.run('apply', out);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('what others have beside it')]);
    expect(await vsctl('list-ports', 'br-bare')).toContain('theirs');
  });

  test.each([
    ['was changed', (text: string) => text.replace('"prune": true', '"prune": false')],
    ['was cut', (text: string) => text.slice(0, text.length / 2)],
  ])('the plan itself %s', async (_, spoil) => {
    const out = await planOut('moved');
    writeFileSync(out, spoil(readFileSync(out, 'utf8')));
    const { exitCode, json } = await topologies.json('apply', out);
    expect([exitCode, json.error.code]).toEqual([1, 'refused']);
  });
});
