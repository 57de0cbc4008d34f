import { undosThatFail } from '../support/faults/failing-steps.ts';
import { useLab } from '../support/lab.ts';

await undosThatFail(useLab(), { topology: 'privacy-router', phase: 'create' });
