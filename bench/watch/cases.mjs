import { run } from '../in-lab.mjs';

/** Each case makes a change to the nth port, once it is told when the change is there, and hears when it is healed. */
export function cases(database, flows, addresses) {
  const rows = async (table, where, columns) =>
    (await database.transact({ op: 'select', table, where, columns }))[0].rows;
  const named = (name) => [['name', '==', name]];
  return [
    {
      name: 'port deleted',
      async change(n) {
        const [port] = await rows('Port', named(`p${n}`), ['_uuid']);
        await database.transact({
          op: 'mutate',
          table: 'Bridge',
          where: named('br0'),
          mutations: [['ports', 'delete', port._uuid]],
        });
      },
      // Attached again, with its number.
      healed: (n) => database.update('Interface', ({ name, ofport }) => name === `p${n}` && ofport > 0),
    },
    {
      name: 'tag changed',
      change: (n) =>
        database.transact({ op: 'update', table: 'Port', where: named(`p${n}`), row: { tag: 4000 } }),
      healed: (n) => database.update('Port', ({ name, tag }) => name === `p${n}` && tag === n),
    },
    {
      name: 'flow deleted',
      change: (n) =>
        run('ovs-ofctl', [
          '-O',
          'OpenFlow15',
          '--strict',
          'del-flows',
          'br0',
          `priority=100,in_port=${n},ip`,
        ]),
      healed: (n) => flows.next((line) => line.includes('event=ADDED') && line.includes(` ip,in_port=${n} `)),
    },
    {
      name: 'address flushed',
      change: (n) => run('ip', ['address', 'flush', 'dev', `p${n}`]),
      healed: (n) =>
        addresses.next((line) => !line.startsWith('Deleted') && line.includes(` 10.8.${n}.1/24 `)),
    },
  ];
}
