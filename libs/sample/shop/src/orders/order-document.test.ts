import { describe, expect, test } from 'vitest'
import { LARGEST_AMOUNT } from '../money/money.js'
import { orderDocument } from './order-document.js'
import { Order, type OrderLine } from './order.entity.js'

const line = (quantity: number, amount: number): OrderLine => ({
  productId: '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51',
  quantity,
  price: { amount, currency: 'EUR' },
})

const orderOf = (...lines: OrderLine[]) =>
  Object.assign(new Order(), {
    id: '7f1c2f0d-9b7a-4e0c-8a53-d1e7c4b29a86',
    customer: 'ada',
    lines,
    state: 'placed',
    requestFingerprint: 'f0f0f0f0-0000-5000-8000-000000000000',
    createdAt: new Date('2026-11-23T03:04:05.678Z'),
  })

describe('the document of an order', () => {
  test('adds up quantities times the prices that were captured', () => {
    expect(orderDocument(orderOf(line(2, 1250), line(3, 1))).total).toEqual({ amount: 2503, currency: 'EUR' })
  })

  test('keeps the total of the largest order exact', () => {
    const lines = Array.from({ length: 50 }, () => line(1000, LARGEST_AMOUNT - 1))
    const { amount } = orderDocument(orderOf(...lines)).total
    expect(BigInt(amount)).toBe(50_000n * BigInt(LARGEST_AMOUNT - 1))
  })

  test('shows neither the customer nor the fingerprint of the request', () => {
    expect(Object.keys(orderDocument(orderOf(line(1, 1)))).toSorted()).toEqual([
      'createdAt',
      'id',
      'items',
      'state',
      'total',
    ])
  })
})
