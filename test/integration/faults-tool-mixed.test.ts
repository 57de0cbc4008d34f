import { toolsThatFail } from '../support/faults/failing-tools.ts';
import { useLab } from '../support/lab.ts';

const lab = useLab();

for (const phase of ['create', 'update', 'destroy'] as const)
  await toolsThatFail(lab, { topology: 'mixed', phase });
