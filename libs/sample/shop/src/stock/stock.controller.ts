import { EveryRequestCounts, Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { ProductNotFoundError } from '../products/product-not-found.error.js'
import { StockNotTrackedError } from './stock-not-tracked.error.js'
import {
  type Restock,
  type StockDocument,
  type StockPath,
  restockSchema,
  stockPathSchema,
  stockSchema,
} from './stock.schema.js'
import { Stock } from './stock.js'

/** The stock of products: read by anyone, filled up by merchants. */
@ApiTags('products')
@Controller('v1/products/:id/stock')
export class StockController {
  constructor(private readonly stock: Stock) {}

  @ApiOperation({ summary: 'Read how many of a product can be ordered, and which region sells them without asking' })
  @Get()
  @Problems(StockNotTrackedError)
  @ResponseBody(stockSchema)
  show(@RequestParams(stockPathSchema) { id }: StockPath): Promise<StockDocument> {
    return this.stock.show(id)
  }

  @ApiOperation({ summary: 'Add to the stock of a product; both regions add up' })
  @Post()
  @Roles('merchant')
  @EveryRequestCounts()
  @HttpCode(HttpStatus.OK)
  @Problems(ProductNotFoundError)
  @ResponseBody(stockSchema)
  add(
    @RequestParams(stockPathSchema) { id }: StockPath,
    @RequestBody(restockSchema) { add }: Restock,
  ): Promise<StockDocument> {
    return this.stock.add(id, add)
  }
}
