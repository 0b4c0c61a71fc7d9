"""What Skein's POST /simulate and GET /status check and answer, as an in-memory FastAPI service: nothing is durable, nothing runs."""
from datetime import datetime, timezone
from typing import Dict, List, Literal, Optional, Union
from uuid import uuid4

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Extra, Field, root_validator

Id = Field(min_length=1, max_length=200)


class Strict(BaseModel, extra=Extra.forbid):
    pass


class Node(Strict):
    id: str = Id
    name: Optional[str] = Field(None, max_length=200)


class Link(Strict):
    from_: str = Field(alias="from", min_length=1, max_length=200)
    to: str = Id
    latency: float = Field(1, ge=0, le=600_000)
    id: Optional[str] = Field(None, min_length=1, max_length=200)
    bandwidth_mbps: float = Field(100, ge=0.001, le=1_000_000)
    loss_percent: Optional[float] = Field(None, ge=0, le=100)
    jitter_ms: float = Field(0, ge=0, le=600_000)
    queue_packets: int = Field(100, ge=1, le=1_000_000)
    directed: bool = False


class Topology(Strict):
    nodes: List[Union[str, Node]] = Field(min_items=1, max_items=10_000)
    links: List[Link] = Field([], max_items=50_000)

    @root_validator(skip_on_failure=True)
    def fits_together(cls, values):
        ids = [node if isinstance(node, str) else node.id for node in values["nodes"]]
        known = set(ids)
        if len(known) < len(ids):
            raise ValueError("two nodes have one id")
        for link in values["links"]:
            if link.from_ not in known or link.to not in known or link.from_ == link.to:
                raise ValueError("a link does not join two nodes of the topology")
        return values


class Config(Strict):
    duration_sec: float = Field(30, ge=0.001, le=31_536_000)
    packet_loss_percent: float = Field(0, ge=0, le=100)
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    seed: int = Field(1, ge=0, le=2**53 - 1)
    speed: Union[Literal["max"], float] = 1
    warmup_sec: float = Field(0, ge=0)


class Flow(Strict):
    from_: str = Field(alias="from")
    to: str
    rate_pps: Optional[float] = Field(None, gt=0)
    rate_mbps: Optional[float] = Field(None, gt=0)


class SimulationRequest(Strict):
    topology: Topology
    config: Config = Config()
    traffic: Optional[List[Flow]] = None
    name: Optional[str] = Field(None, min_length=1, max_length=200)
    labels: Dict[str, str] = {}


app = FastAPI()
simulations: Dict[str, dict] = {}


@app.post("/simulate", status_code=202)
async def simulate(request: SimulationRequest):
    sim_id, now = str(uuid4()), datetime.now(timezone.utc).isoformat()
    config = request.config.dict()
    simulations[sim_id] = {
        "sim_id": sim_id, "name": request.name, "labels": request.labels, "status": "pending", "version": 1, "run": 1, "retry_count": 0,
        "config": config, "topology": {"nodes": len(request.topology.nodes), "links": len(request.topology.links)},
        "progress": {"simulated_sec": 0, "duration_sec": config["duration_sec"], "percent": 0}, "runner": None, "error": None,
        "created_at": now, "started_at": None, "finished_at": None,
        "transitions": [{"run": 1, "from": None, "to": "pending", "at": now, "reason": "submitted"}],
    }
    return JSONResponse({"sim_id": sim_id, "status": "pending", "version": 1, "warnings": []}, 202, {"location": f"/status/{sim_id}"})


@app.get("/status/{sim_id}")
async def status(sim_id: str):
    if sim_id not in simulations:
        raise HTTPException(404)
    return JSONResponse(simulations[sim_id])
