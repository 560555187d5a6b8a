"""The addresses as the FastAPI and SQLModel tutorials have them: sync endpoints, session, models.

Nothing here is slower than there: `status` stands ready in the file, sums are plain floats, and
the pool is larger, because the usual one (15 connections) comes to a standstill at 64 requests.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Query
from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, create_engine, func, select

DATABASE = "BENCHMARK_DATABASE"
engine = create_engine(
    f"sqlite:///{os.environ.get(DATABASE, '')}",
    connect_args={"check_same_thread": False},
    pool_size=100,
)


class ProjectBase(SQLModel):
    """What a list row shows."""

    id: str = Field(unique=True)
    number: str | None = None
    name: str
    phase: str | None = None
    call_number: str | None = None
    programme_period: str | None = None
    fund: str | None = None
    programme_cci: str | None = None
    programme_area: str | None = None
    programme_area_name: str | None = None
    specific_objective: str | None = None
    specific_objective_name: str | None = None
    intervention_type: str | None = None
    intervention_type_name: str | None = None
    region: str | None = None
    region_name: str | None = None
    country: str | None = None
    owner: str
    owner_unit: str | None = None
    owner_organisation_number: str | None = None
    owner_postal_code: str | None = None
    owner_city: str | None = None
    owner_address: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    status: str
    planned_participants: int | None = None
    total_budget: float | None = None
    total_cost: float | None = None
    granted_support: float | None = None
    eu_contribution: float | None = None
    eu_cofinancing_rate: float | None = None
    tackles_child_poverty: bool | None = None
    strategic_importance: bool | None = None
    quality_issues: list[str] = Field(default_factory=list, sa_type=JSON)
    owner_id: str
    source_url: str | None = None
    source_date: date | None = None
    version: int
    created_at: datetime
    updated_at: datetime
    last_seen_at: datetime


class Project(ProjectBase, table=True):
    """A project with its long texts and contact; peers/fill.py adds the product's indexes."""

    pk: int | None = Field(default=None, primary_key=True)
    summary: str | None = None
    summary_en: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


class ProjectPublic(ProjectBase):
    """A list row."""


class ProjectCreate(SQLModel):
    """What a new project needs and may have."""

    name: str
    owner: str
    region: str
    programme_period: str
    programme_area: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    total_budget: float | None = None
    summary: str | None = None


class ProjectDetail(ProjectPublic):
    """One project with its long texts and contact."""

    summary: str | None = None
    summary_en: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


class ProjectPage(SQLModel):
    """A page of the list."""

    data: list[ProjectPublic]
    total: int


SORTABLE: dict[str, Any] = {
    name: col(getattr(Project, name))
    for name in ("id", "start_date", "end_date", "total_budget", "planned_participants")
}


def get_session() -> Iterator[Session]:
    """A session a request."""
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.get("/v1/projects", response_model=ProjectPage)
def read_projects(  # noqa: PLR0913, PLR0917 - as a tutorial has it: a parameter each
    session: SessionDep,
    region: str | None = None,
    programme_area: str | None = None,
    start_date__lte: date | None = None,
    end_date__gte: date | None = None,
    total_budget__gte: float | None = None,
    sort: str = "id",
    offset: int = 0,
    limit: Annotated[int, Query(le=100)] = 50,
) -> dict[str, Any]:
    """Projects, filtered, sorted and paged."""
    conditions: list[Any] = []
    if region is not None:
        conditions.append(Project.region == region)
    if programme_area is not None:
        conditions.append(Project.programme_area == programme_area)
    if start_date__lte is not None:
        conditions.append(col(Project.start_date) <= start_date__lte)
    if end_date__gte is not None:
        conditions.append(col(Project.end_date) >= end_date__gte)
    if total_budget__gte is not None:
        conditions.append(col(Project.total_budget) >= total_budget__gte)
    total = session.exec(select(func.count()).select_from(Project).where(*conditions)).one()
    column = SORTABLE[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    query = select(Project).where(*conditions).order_by(order.nulls_last(), col(Project.id))
    return {"data": session.exec(query.offset(offset).limit(limit)).all(), "total": total}


@app.get("/v1/projects/{key}", response_model=ProjectDetail)
def read_project(session: SessionDep, key: str) -> Project:
    """One project."""
    project = session.exec(select(Project).where(Project.id == key)).first()
    if project is None:
        raise HTTPException(404)
    return project


@app.post("/v1/projects", response_model=ProjectDetail, status_code=201)
def create_project(session: SessionDep, given: ProjectCreate) -> Project:
    """A project, committed; no index of words, no history."""
    now = datetime.now(UTC)
    further = {
        "id": uuid4().hex,
        "status": "unknown",
        "owner_id": "",
        "version": 1,
        **dict.fromkeys(("created_at", "updated_at", "last_seen_at"), now),
    }
    project = Project.model_validate(given, update=further)
    session.add(project)
    session.commit()
    session.refresh(project)
    return project
