import type { Pool } from 'pg'
import type { History } from '../history/history.js'
import { readClaims } from '../states/claims.js'
import { readCondemned } from '../states/condemned.js'
import { readCounters } from '../states/counters.js'
import { readEscrows } from '../states/escrows.js'
import { readLedger } from '../states/ledger.js'
import { readOrders } from '../states/orders.js'
import { readProducts } from '../states/products.js'
import { readRegisters } from '../states/registers.js'
import { readSets } from '../states/sets.js'
import { type Checker, checker } from './checker.js'
import { checkClaims } from './claims.js'
import { checkCounters } from './counters.js'
import { checkDeletions } from './deletions.js'
import { checkEscrows } from './escrows.js'
import type { Finding } from './finding.js'
import { checkLedger } from './ledger.js'
import { checkOrders } from './orders.js'
import { checkProducts } from './products.js'
import { checkRegisters } from './registers.js'
import { checkSessions } from './sessions.js'
import { checkSets } from './sets.js'

/** Every checker there is: what a workload was promised, and where to see whether it was kept. */
const CHECKERS: readonly Checker[] = [
  checker({ workload: 'registers', read: readRegisters, check: checkRegisters }),
  checker({ workload: 'counters', read: readCounters, check: checkCounters }),
  checker({ workload: 'products', read: readProducts, check: checkProducts }),
  checker({ workload: 'deletions', read: readCondemned, check: checkDeletions }),
  checker({ workload: 'sessions', read: () => Promise.resolve(undefined), check: checkSessions }),
  checker({ workload: 'sets', read: readSets, check: checkSets }),
  checker({ workload: 'ledger', read: readLedger, check: checkLedger }),
  checker({ workload: 'claims', read: readClaims, check: checkClaims }),
  checker({ workload: 'escrows', read: readEscrows, check: checkEscrows }),
  checker({ workload: 'orders', read: readOrders, check: checkOrders }),
]

/** Every promise of the history that one region does not keep. */
export async function checkRegion(history: History, sql: Pool, runId: string): Promise<Finding[]> {
  const findings = await Promise.all(CHECKERS.map((one) => one.findings(history, sql, runId)))
  return findings.flat()
}
