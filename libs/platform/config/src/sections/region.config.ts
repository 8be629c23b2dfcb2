import { REGIONS } from '@bicoastal/kernel'
import { z } from 'zod'
import { configSection } from '../config-section.js'
import { oneOf } from '../values.js'
import { variable } from '../variable.js'

/** Which process of which region this is. */
export class RegionConfig extends configSection({
  region: variable('REGION', oneOf(REGIONS), `the region this process belongs to: ${REGIONS.join(' or ')}`),
  instance: variable(
    'INSTANCE',
    z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'must be 1 to 63 letters, digits, dots, dashes or underscores'),
    'the name of this process in logs and metrics, like api-1',
  ),
}) {}
