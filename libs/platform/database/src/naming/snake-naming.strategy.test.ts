import { describe, expect, test } from 'vitest'
import { SnakeNamingStrategy, snakeCase } from './snake-naming.strategy.js'

describe('snake_case', () => {
  test.each([
    ['createdAt', 'created_at'],
    ['id', 'id'],
    ['HTTPStatus', 'http_status'],
    ['line2Text', 'line2_text'],
    ['already_snake', 'already_snake'],
  ])('writes %s as %s', (name, snake) => {
    expect(snakeCase(name)).toBe(snake)
  })

  test('leaves a name that the entity states as it is', () => {
    const strategy = new SnakeNamingStrategy()
    expect(strategy.columnName('homeRegion', 'home', [])).toBe('home')
    expect(strategy.tableName('OrderLine', 'orders')).toBe('orders')
  })

  test('prefixes the columns of an embedded class', () => {
    expect(new SnakeNamingStrategy().columnName('amountDue', undefined, ['unitPrice'])).toBe('unit_price_amount_due')
  })
})
