import { eventually, seconds } from '@bicoastal/kernel'
import { askRedis } from './ask-redis.js'

const SLOTS = 16_384

/** One node of a Redis Cluster on this machine. */
export interface ClusterNode {
  readonly port: number
  readonly busPort: number
}

/** The hash slots of each of `count` masters: contiguous, complete, as equal as can be. */
export function shareSlots(count: number): readonly (readonly number[])[] {
  const bound = (index: number) => Math.round((index * SLOTS) / count)
  return Array.from({ length: count }, (_, index) =>
    Array.from({ length: bound(index + 1) - bound(index) }, (__, offset) => bound(index) + offset),
  )
}

/**
 * Makes running cluster nodes one cluster of masters, once: nodes that already know each other are left as they are.
 * Every node reports a complete cluster when this resolves.
 *
 * @throws ConditionNotMetError when they do not within 15 s.
 */
export async function formCluster(name: string, nodes: readonly ClusterNode[], majorVersion: number): Promise<void> {
  const shares = shareSlots(nodes.length)
  await Promise.all(nodes.map((node, index) => ensureSlots(node, shares[index] ?? [])))
  await eventually(
    async () => {
      const views = await Promise.all(nodes.map((node) => askRedis(node.port, (redis) => redis.cluster('INFO'))))
      if (views.every((view) => isComplete(String(view), nodes.length))) return true
      // Introduced again in every round: a node that restarted may have forgotten the handshake.
      await introduce(nodes, majorVersion)
      return false
    },
    { awaited: `${name} to be one Redis Cluster of ${nodes.length} nodes`, deadline: seconds(15), interval: 100 },
  )
}

async function ensureSlots(node: ClusterNode, slots: readonly number[]): Promise<void> {
  await askRedis(node.port, async (redis) => {
    const known = /^\S+ \S+ \S*myself\S* (?:\S+ ){5}(.*)$/m.exec(String(await redis.cluster('NODES')))?.[1]
    if (!known) await redis.cluster('ADDSLOTS', ...slots)
  })
}

async function introduce(nodes: readonly ClusterNode[], majorVersion: number): Promise<void> {
  const [first, ...others] = nodes
  if (!first) return
  await askRedis(first.port, async (redis) => {
    for (const { port, busPort } of others) {
      const address = ['127.0.0.1', `${port}`, ...(majorVersion >= 7 ? [`${busPort}`] : [])]
      await redis.call('CLUSTER', 'MEET', ...address)
    }
  })
}

function isComplete(info: string, nodes: number): boolean {
  return (
    info.includes('cluster_state:ok') &&
    info.includes(`cluster_slots_ok:${SLOTS}`) &&
    info.includes(`cluster_known_nodes:${nodes}`)
  )
}
