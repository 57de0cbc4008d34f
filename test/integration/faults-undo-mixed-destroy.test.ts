import { undosThatFail } from '../support/faults/failing-steps.ts';
import { useLab } from '../support/lab.ts';

await undosThatFail(useLab(), { topology: 'mixed', phase: 'destroy' });
