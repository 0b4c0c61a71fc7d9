import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Scrape } from './scrape.js';

/** For Prometheus, in its own text format; no part of the API, and so not in its document. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly scrape: Scrape) {}

  @Get()
  async metrics(@Res() response: Response): Promise<void> {
    const text = await this.scrape.text();
    response.setHeader('content-type', this.scrape.contentType);
    response.setHeader('cache-control', 'no-store');
    response.send(text);
  }
}
