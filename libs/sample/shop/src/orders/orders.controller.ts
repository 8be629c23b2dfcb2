import { EscrowContendedError } from '@bicoastal/escrow'
import {
  type Caller,
  CurrentCaller,
  IdempotencyKey,
  IdempotencyKeyReusedError,
  Problems,
  RequestBody,
  RequestParams,
  ResponseBody,
  Roles,
} from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { type Answer, announceCreated } from '../creation/announce-created.js'
import { MixedCurrenciesError } from './mixed-currencies.error.js'
import { OrderNotFoundError } from './order-not-found.error.js'
import { OrderPlacement } from './order-placement.js'
import { OrderShippedError } from './order-shipped.error.js'
import {
  type NewOrder,
  type OrderDocument,
  type OrderPath,
  newOrderSchema,
  orderPathSchema,
  orderSchema,
} from './order.schema.js'
import { Orders } from './orders.js'
import { OutOfStockError } from './out-of-stock.error.js'
import { ProductUnavailableError } from './product-unavailable.error.js'
import { StockHeldElsewhereError } from './stock-held-elsewhere.error.js'

/** The orders of `/v1/orders`: placed by customers, seen by whom they concern. */
@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly placement: OrderPlacement,
  ) {}

  @ApiOperation({ summary: 'Place an order at the prices of the moment; once for each Idempotency-Key' })
  @Post()
  @Roles('customer')
  @Problems(
    IdempotencyKeyReusedError,
    ProductUnavailableError,
    MixedCurrenciesError,
    OutOfStockError,
    StockHeldElsewhereError,
    EscrowContendedError,
  )
  @ResponseBody(orderSchema, { status: HttpStatus.CREATED })
  async place(
    @RequestBody(newOrderSchema) body: NewOrder,
    @IdempotencyKey('optional') key: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) answer: Answer,
  ): Promise<OrderDocument> {
    const request = { caller: caller.subject, route: 'POST /v1/orders', key, body }
    const { order, replayed } = await this.placement.place(request, body)
    announceCreated(answer, `/v1/orders/${order.id}`, replayed)
    return order
  }

  @ApiOperation({ summary: 'Read an order: its customer, merchants and operators' })
  @Get(':id')
  @Roles()
  @Problems(OrderNotFoundError)
  @ResponseBody(orderSchema)
  show(@RequestParams(orderPathSchema) { id }: OrderPath, @CurrentCaller() caller: Caller): Promise<OrderDocument> {
    return this.orders.show(id, caller)
  }

  @ApiOperation({ summary: 'Cancel an order that has not been shipped; again changes nothing' })
  @Post(':id/cancel')
  @Roles()
  @HttpCode(HttpStatus.OK)
  @Problems(OrderNotFoundError, OrderShippedError)
  @ResponseBody(orderSchema)
  cancel(@RequestParams(orderPathSchema) { id }: OrderPath, @CurrentCaller() caller: Caller): Promise<OrderDocument> {
    return this.orders.cancel(id, caller)
  }
}
