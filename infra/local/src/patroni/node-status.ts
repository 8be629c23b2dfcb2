import type { NodeObservation } from '../database/node-observation.js'

/** Older answers of a node say nothing about it. */
const FRESH_MS = 2000

/** What one node is, as load balancers may be told. */
export interface NodeStatus {
  readonly role: 'primary' | 'replica' | 'unknown'
  /** Bytes of write-ahead log that a replica has not replayed; 0 where the primary cannot be asked. */
  readonly lag: number
}

/**
 * What may be said about a node. It is the primary only if it is `designated`, on disk, to be so *and* says itself
 * that it takes writes; that alone keeps a promotion that is under way from being announced.
 */
export function nodeStatus(
  node: NodeObservation | undefined,
  primary: NodeObservation | undefined,
  designated: boolean,
  now: number,
): NodeStatus {
  if (!node || now - node.at > FRESH_MS) return { role: 'unknown', lag: 0 }
  if (!node.recovering) return { role: designated ? 'primary' : 'unknown', lag: 0 }
  const isCurrent = primary !== undefined && now - primary.at <= FRESH_MS
  return { role: 'replica', lag: isCurrent ? Math.max(0, primary.position - node.position) : 0 }
}
