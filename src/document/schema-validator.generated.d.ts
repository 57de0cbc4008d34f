// made by scripts/generate.mjs from schemas/topology.schema.json; change that and run: npm run generate
import type { ErrorObject } from 'ajv';

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

declare const validate: Validate;
export default validate;
