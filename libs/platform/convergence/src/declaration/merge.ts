import { declarePolicy, type PolicyDeclaration } from './declarations.js'

/** Accepts any property. */
type OnAnyProperty = (entity: object, property: string) => void

/** Accepts only a property whose type is a `Value`; anything else does not compile. */
type OnProperty<Value> = <Property extends string, Entity extends Record<Property, Value>>(
  entity: Entity,
  property: Property,
) => void

/** Accepts only a property that can hold nothing but the values of `Order`, or any `string`. */
type OnOrderedProperty<Order extends readonly string[]> = <
  Property extends string,
  Entity extends Record<Property, string | null>,
>(
  entity: Entity & Ordered<Entity[Property], Order>,
  property: Property,
) => void

type Ordered<Value, Order extends readonly string[]> = string extends Value
  ? unknown
  : Exclude<Value, Order[number] | null> extends never
    ? unknown
    : { 'the declared order lacks': Exclude<Value, Order[number] | null> }

const declare =
  (declaration: PolicyDeclaration) =>
  (entity: object, property: string): void =>
    declarePolicy(entity.constructor, property, declaration)

/** `bigint` columns arrive from TypeORM as strings: give them a transformer, or a text column could be declared a counter. */
type Integer = number | bigint

function highest(): OnProperty<Integer | null>
function highest<const Order extends readonly string[]>(order: Order): OnOrderedProperty<Order>
function highest(order: readonly string[] | null = null): OnAnyProperty {
  return declare({ policy: 'highest', order })
}

/**
 * How a column of a {@link Replicated} entity merges when both regions wrote it. A policy that does not fit the
 * property's type is a compile error; one that does not fit the column's type is refused when the model is read.
 */
export const Merge = {
  /**
   * The later write wins; this is the default. Columns of one `group` move together and are never torn: a price's amount
   * and currency come from one and the same write.
   */
  lastWriteWins: ({ group }: { readonly group?: string } = {}): OnAnyProperty =>
    declare(group === undefined ? { policy: 'lastWriteWins' } : { policy: 'lastWriteWins', group }),

  /**
   * The earlier write wins, and the first write is final: a local write that would change it is refused with SQLSTATE 23514. For claims
   * and facts that never change. Columns of one `group` are written together; the group is unwritten while all are NULL.
   */
  firstWriteWins: ({ group }: { readonly group?: string } = {}): OnAnyProperty =>
    declare(group === undefined ? { policy: 'firstWriteWins' } : { policy: 'firstWriteWins', group }),

  /**
   * A quantity that both regions spend from, also while they cannot see each other, and that never falls below zero in both
   * together. For integer columns that are never NULL. Write differences: adding mints, taking away spends. Each region spends only what it
   * has the right to; more is refused with SQLSTATE UE001. What a row is inserted with is split evenly among the regions and counts
   * once, also when both insert the row with the same quantity. Rights are handed over by `escrowExpressions(...)`.
   */
  escrow: (): OnProperty<Integer> => declare({ policy: 'escrow' }),

  /**
   * The sum of what every region added. For integer columns that are never NULL. Write differences (`likes = likes + 1`),
   * not values read earlier: the difference between the old and the new value is what counts. The value a row is inserted
   * with counts as well, so two regions that insert one key with 5 each end with 10. A sum beyond the column's range shows
   * as the range's end; the parts are kept, nothing is lost.
   */
  counter: (): OnProperty<Integer> => declare({ policy: 'counter' }),

  /**
   * A set of texts, in a column `text[]` that is never NULL: both regions' additions and removals take effect, and what one adds
   * while the other removes it stays. The difference between the old and the new value is what counts: what is new was added, what is
   * missing was removed. Naming an element that the set has once more (`tags = array_append(tags, 'red')`) adds it anew, so that it outlives a
   * removal which the other region makes at the same time. Stored sorted by bytes, each element once.
   */
  set: (): OnProperty<readonly string[]> => declare({ policy: 'set' }),

  /**
   * The higher value wins, and the value only climbs: a local step back is refused with SQLSTATE 23514. Without arguments
   * the order is that of integers; with a list, lowest first, it is the list's. NULL is below everything, a value that is
   * not listed (from a newer release of the peer) above everything, and refused when written here.
   */
  highest,
} as const
