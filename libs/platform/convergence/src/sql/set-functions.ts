import { header, type SqlFunction } from './sql-function.js'

/**
 * The functions behind the merge policy `set`: an observed-remove set without tombstones. Its state is a JSON object of the
 * elements, each with its dots: the versions of the additions that no later write of the element replaced, at most one per region.
 */
export const SET_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'set_write',
    parameters: 'state jsonb, elements text[], version bigint',
    returns: 'jsonb',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'The state of a set after a local write.',
      inputs: "state, the set before (NULL: empty); elements, what it is to hold; version, the write's.",
      outputs: 'the state that holds exactly these elements; NULL when there are none.',
      invariants:
        'an element that stays keeps its dots; one that is new, or named twice (added to a set that has it), has the dot of this write alone.',
    })}SELECT jsonb_object_agg(e.element, CASE WHEN e.times = 1 AND state ? e.element THEN state -> e.element ELSE jsonb_build_array(version) END)
  FROM (SELECT given AS element, count(*) AS times FROM unnest(elements) AS given GROUP BY given) AS e\n`,
  },
  {
    name: 'set_elements',
    parameters: 'state jsonb',
    returns: 'text[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'What a set holds.',
      inputs: 'the state of a set; NULL: empty.',
      outputs: 'its elements in the order of their bytes; never NULL.',
      invariants: 'equal states give equal arrays, whatever the collations of the two databases.',
    })}SELECT coalesce(array_agg(element ORDER BY element COLLATE "C"), '{}') FROM jsonb_object_keys(state) AS element\n`,
  },
  {
    name: 'set_merge',
    parameters: 'one jsonb, one_seen bigint[], other jsonb, other_seen bigint[]',
    returns: 'jsonb',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Joins two states of a set.',
      inputs: 'each state (NULL: empty) with the version vector of its row.',
      outputs: 'the joined state; NULL when it is empty.',
      invariants:
        'a dot that one side lacks was removed there if its vector covers the dot, else never seen: so what was added without ' +
        'knowledge of a removal stays. Commutative, associative, idempotent.',
    })}SELECT jsonb_object_agg(kept.element, kept.dots)
  FROM (
    SELECT dot.element, jsonb_agg(dot.version ORDER BY dot.version & 255) AS dots
      FROM (
        SELECT d.element, d.version
          FROM (SELECT e.key AS element, v.value::bigint AS version, 1 AS side
                  FROM jsonb_each(one) AS e, jsonb_array_elements_text(e.value) AS v
                 UNION ALL
                SELECT e.key, v.value::bigint, 2
                  FROM jsonb_each(other) AS e, jsonb_array_elements_text(e.value) AS v) AS d
         GROUP BY d.element, d.version
        HAVING count(*) = 2
            OR min(d.side) = 1 AND NOT convergence.includes(other_seen, d.version)
            OR min(d.side) = 2 AND NOT convergence.includes(one_seen, d.version)) AS dot
     GROUP BY dot.element) AS kept\n`,
  },
]
