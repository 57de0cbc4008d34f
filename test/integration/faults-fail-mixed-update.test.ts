import { stepsThatFail } from '../support/faults/failing-steps.ts';
import { useLab } from '../support/lab.ts';

await stepsThatFail(useLab(), { topology: 'mixed', phase: 'update' });
