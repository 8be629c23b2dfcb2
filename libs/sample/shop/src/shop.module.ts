import { Module } from '@nestjs/common'
import { OrderPlacement } from './orders/order-placement.js'
import { Orders } from './orders/orders.js'
import { OrdersController } from './orders/orders.controller.js'
import { ProductRows } from './products/product-rows.js'
import { Products } from './products/products.js'
import { ProductsController } from './products/products.controller.js'

/** What the api serves of the shop. The data source, cache and jobs it needs are global. */
@Module({
  controllers: [ProductsController, OrdersController],
  providers: [Products, ProductRows, Orders, OrderPlacement],
})
export class ShopModule {}
