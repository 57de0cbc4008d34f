import type { Json } from '../../model/json.ts';
import type { FieldChange } from '../../model/resource.ts';

/**
 * Whether OVS throws away every flow, group and meter of the bridge for these changes. Measured on OVS 3.1:
 * `fail_mode` between secure and anything else, the first and the last controller, another datapath; not
 * from unset to `standalone`, and not for another target of a controller.
 */
export function flushesFlows(fields: readonly FieldChange[]): boolean {
  return fields.some(({ field, before, after }) => {
    if (field === 'datapath_type') return true;
    if (field === 'fail_mode') return (before === 'secure') !== (after === 'secure');
    return field === 'controller' && isEmpty(before) !== isEmpty(after);
  });
}

function isEmpty(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
