import { PEER_STATES, type PeerState } from '@bicoastal/kernel'
import { describe, expect, test } from 'vitest'
import { type Channel, EVIDENCE, LOST_AFTER, NOTHING_HEARD, type Silence, evidenceOf, listen } from './evidence.js'
import { type Belief, PEER_TRANSITIONS, STEADY_FOR, UNKNOWN, advance } from './peer-table.js'

const STEP = 500

/** Lives through `duration` while `channels` are heard every {@link STEP}, and tells the states on the way. */
function live(start: { belief: Belief; silence: Silence }, duration: number, ...channels: Channel[]) {
  let { belief, silence } = start
  const seen: PeerState[] = [belief.state]
  for (let passed = 0; passed < duration; passed += STEP) {
    silence = listen(silence, STEP, new Set(channels))
    belief = advance(belief, evidenceOf(silence), STEP)
    if (seen.at(-1) !== belief.state) seen.push(belief.state)
  }
  return { belief, silence, seen }
}

const born = { belief: UNKNOWN, silence: NOTHING_HEARD }
const reachable = live(born, 10_000, 'http', 'replication')
const lost = live(reachable, 20_000)

describe('P1: the table', () => {
  test('says for every state and evidence where it leads, and never from reachable to lost at once', () => {
    for (const state of PEER_STATES) {
      expect(Object.keys(PEER_TRANSITIONS[state]).toSorted()).toEqual([...EVIDENCE].toSorted())
    }
    expect(Object.values(PEER_TRANSITIONS.reachable)).not.toContain('lost')
  })

  test('worse evidence never leads to a better state', () => {
    for (const state of PEER_STATES) {
      const ranks = EVIDENCE.map((evidence) => PEER_STATES.indexOf(PEER_TRANSITIONS[state][evidence]))
      expect(ranks).toEqual(ranks.toSorted())
    }
  })
})

describe('P2: a peer', () => {
  test('that is heard by both channels is reachable, from the start within seconds', () => {
    expect(reachable.seen).toEqual(['suspect', 'reachable'])
  })

  test('that falls silent is suspect first, and lost after ten seconds, not before', () => {
    expect(lost.seen).toEqual(['reachable', 'suspect', 'lost'])
    expect(live(reachable, LOST_AFTER).belief.state).toBe('suspect')
    expect(live(reachable, LOST_AFTER + 2 * STEP).belief.state).toBe('lost')
  })

  test('that was never heard is lost after ten seconds', () => {
    expect(live(born, LOST_AFTER).seen).toEqual(['suspect', 'lost'])
  })
})

describe('P3: one channel alone', () => {
  test.each(['http', 'replication'] as const)('that is heard by %s alone is suspect and never lost', (channel) => {
    expect(live(reachable, 60_000, channel).seen).toEqual(['reachable', 'suspect'])
    expect(live(lost, 60_000, channel).seen).toEqual(['lost', 'suspect'])
  })
})

describe('P4: hysteresis', () => {
  test('a lost peer that is heard again is believed after it was heard for three seconds, once', () => {
    expect(live(lost, STEADY_FOR - STEP, 'http', 'replication').belief.state).toBe('lost')
    expect(live(lost, STEADY_FOR + STEP, 'http', 'replication').seen).toEqual(['lost', 'reachable'])
  })

  test('a single sign of life changes nothing', () => {
    const once = live(lost, STEP, 'http', 'replication')
    expect(live(once, 60_000).belief.state).toBe('lost')
  })

  test('a peer that comes and goes every second is suspect all the time', () => {
    let now = reachable
    const states = new Set<PeerState>()
    for (let round = 0; round < 30; round += 1) {
      now = live(now, 3500)
      states.add(now.belief.state)
      now = live(now, 1000, 'http', 'replication')
      states.add(now.belief.state)
    }
    expect([...states]).toEqual(['suspect'])
  })
})

describe('P5: the observer itself', () => {
  test('that was frozen for an hour does not take its own absence for the silence of the peer', () => {
    const silence = listen(reachable.silence, 3_600_000, new Set())
    expect(advance(reachable.belief, evidenceOf(silence), 3_600_000).state).toBe('reachable')
  })

  test('that was frozen while its peer was away does not believe one sign of life an hour long', () => {
    const silence = listen(lost.silence, 3_600_000, new Set<Channel>(['http', 'replication']))
    expect(advance(lost.belief, evidenceOf(silence), 3_600_000).state).toBe('lost')
  })

  test('whose clock seems to go back counts no negative silence', () => {
    expect(listen(reachable.silence, -5000, new Set())).toEqual(reachable.silence)
  })
})
