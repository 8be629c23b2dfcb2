import { ClaimsModule } from '@bicoastal/claims'
import { Module } from '@nestjs/common'
import { CustomerRows } from './customers/customer-rows.js'
import { Customers } from './customers/customers.js'
import { CustomersController } from './customers/customers.controller.js'
import { OrderPlacement } from './orders/order-placement.js'
import { Orders } from './orders/orders.js'
import { OrdersController } from './orders/orders.controller.js'
import { ProductRows } from './products/product-rows.js'
import { Products } from './products/products.js'
import { ProductsController } from './products/products.controller.js'
import { TagsController } from './products/tags.controller.js'
import { Reservations } from './reservations/reservations.js'
import { Stock } from './stock/stock.js'
import { StockController } from './stock/stock.controller.js'

/** What the api serves of the shop. The data source, cache, jobs, agreement and escrows it needs are global. */
@Module({
  imports: [ClaimsModule],
  controllers: [ProductsController, TagsController, StockController, OrdersController, CustomersController],
  providers: [Products, ProductRows, Stock, Reservations, Orders, OrderPlacement, Customers, CustomerRows],
})
export class ShopModule {}
