import { minutes } from '@bicoastal/kernel'
import { configSection } from '../config-section.js'
import { wholeNumber } from '../values.js'
import { variable } from '../variable.js'

/** How the keeper goes about its work. */
export class KeeperConfig extends configSection({
  verifyEvery: variable(
    'VERIFY_EVERY_MS',
    wholeNumber(1000, minutes(7 * 24 * 60)).default(minutes(15)),
    'how often the keeper compares the regions row by row; it reads every replicated table once in each',
  ),
}) {}
