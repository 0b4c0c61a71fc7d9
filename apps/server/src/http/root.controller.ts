import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@skein/problem/nest';
import type { Request, Response } from 'express';

const LINKS = {
  documentation: '/docs',
  openapi: '/openapi.json',
  asyncapi: '/asyncapi.json',
  simulate: '/simulate',
  simulations: '/simulations',
  status: '/status/{sim_id}',
  results: '/results/{sim_id}',
  events: '/events',
  agents: '/agents',
  metrics: '/metrics',
  health: '/healthz',
  readiness: '/readyz',
};

/** Leads people to the documentation, and tells programs where everything is. */
@ApiExcludeController()
@Controller()
export class RootController {
  @Get()
  @Public()
  root(@Req() request: Request, @Res() response: Response): void {
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') response.redirect(303, '/docs');
    else response.json({ name: 'Skein', links: LINKS });
  }
}
