import { killsAtEveryStep } from '../support/faults/killed-steps.ts';
import { useLab } from '../support/lab.ts';

await killsAtEveryStep(useLab(), { topology: 'mixed', phase: 'destroy' });
