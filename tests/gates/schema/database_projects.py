"""A project of alembic, and one of Django, whose settings name databases that must not change."""

from collections.abc import Mapping
from typing import NamedTuple

Files = Mapping[str, str]
CONFIG = "schema:\n  database: {{engine: sqlite, migrations: {}{}}}\n"

ENV = """import os
from sqlalchemy import create_engine
from alembic import context
from app.models import Base

def run():
    engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()

run()
"""
MODELS = """from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
"""


def revision(name: str, before: str | None, up: str, down: str) -> str:
    """A file of alembic's; its first line of ``upgrade`` is line 6."""
    head = f"from alembic import op\nimport sqlalchemy as sa\nrevision = {name!r}\n"
    return f"{head}down_revision = {before!r}\ndef upgrade():\n    {up}\ndef downgrade():\n    {down}\n"


MEMBERS = (
    'op.create_table("members", sa.Column("id", sa.Integer, primary_key=True), '
    'sa.Column("email", sa.String, nullable=False))'
)
POSTS = (
    'op.create_table("posts", sa.Column("id", sa.Integer, primary_key=True), sa.Column("author_id",'
    ' sa.Integer, sa.ForeignKey("members.id"), nullable=False))\n'
    '    op.create_index("ix_posts_author_id", "posts", ["author_id"])'
)
NO_POSTS = 'op.drop_index("ix_posts_author_id", "posts")\n    op.drop_table("posts")'
FIRST, SECOND = "migrations/versions/1_members.py", "migrations/versions/2_posts.py"
THIRD = "migrations/versions/3_third.py"
ALEMBIC: Files = {
    "launchready.yaml": CONFIG.format("alembic", ""),
    "alembic.ini": "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n"
    "sqlalchemy.url = sqlite:///real.db\n",
    "migrations/env.py": ENV,
    "app/__init__.py": "",
    "app/models.py": MODELS,
    FIRST: revision("1", None, MEMBERS, 'op.drop_table("members")'),
    SECOND: revision("2", "1", POSTS, NO_POSTS),
}

DJANGO: Files = {
    "launchready.yaml": CONFIG.format("django", ""),
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
    "site_/__init__.py": "",
    "site_/settings.py": """SECRET_KEY = "not so secret"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "real.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
""",
    "blog/__init__.py": "",
    "blog/models.py": """from django.conf import settings
from django.db import models

class Post(models.Model):
    title = models.CharField(max_length=99)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
""",
    "blog/migrations/__init__.py": "",
    "blog/migrations/0001_initial.py": """from django.conf import settings
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel("Post", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("title", models.CharField(max_length=99)),
        ]),
    ]
""",
    "blog/migrations/0002_author.py": """from django.conf import settings
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]
    operations = [
        migrations.AddField("post", "author", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE), preserve_default=False),
    ]
""",
}
THIRD_OF_DJANGO = "blog/migrations/0003_third.py"


def operations(*lines: str, after: str = "0002_author") -> str:
    """A migration of Django's; its first operation is on line 7."""
    return "\n".join(
        (
            "from django.db import migrations, models",
            "",
            "def nothing(apps, editor): pass",
            "class Migration(migrations.Migration):",
            f'    dependencies = [("blog", "{after}")]',
            "    operations = [",
            *(f"        {line}," for line in lines),
            "    ]",
            "",
        )
    )


class Defect(NamedTuple):
    """A project, the rule that names what is wrong there, and where."""

    name: str
    files: Files
    rule: str
    place: str


def _alembic(up: str, down: str, before: str = "2") -> Files:
    return {**ALEMBIC, THIRD: revision("3", before, up, down)}


def _django(*lines: str) -> Files:
    return {**DJANGO, THIRD_OF_DJANGO: operations(*lines)}


ADD = "op.add_column('posts', sa.Column('x', sa.Integer))"
BATCH = "with op.batch_alter_table('members') as b:\n        b.drop_column('email')"
ROW = "op.execute(\"INSERT INTO members (id, email) VALUES (1, '')\")"
SQL = 'migrations.RunSQL("{}", "{}")'
GROUP = "INSERT INTO auth_group (id, name) VALUES (1, '')"
ALEMBIC_DEFECTS = (
    Defect("alembic-drift", {**ALEMBIC, "app/models.py": f"{MODELS}    title: Mapped[str]\n"}, "LR-SCH362", "migrations/env.py:1:1"),
    Defect("alembic-drift-of-a-type", {**ALEMBIC, "app/models.py": MODELS.replace("email: Mapped[str]", "email: Mapped[int]")}, "LR-SCH362", "migrations/env.py:1:1"),
    Defect("alembic-two-heads", _alembic(ADD, "op.drop_column('posts', 'x')", "1"), "LR-SCH363", f"{THIRD}:1:1"),
    Defect("alembic-up", _alembic("op.drop_column('nope', 'x')", "pass"), "LR-SCH320", f"{THIRD}:6:1"),
    Defect("alembic-down", _alembic(ADD, "op.drop_column('posts', 'y')"), "LR-SCH321", f"{THIRD}:8:1"),
    Defect("alembic-down-differs", _alembic(ADD, "op.execute('SELECT 1')"), "LR-SCH322", f"{THIRD}:1:1"),
    Defect("alembic-not-again", {**_alembic(ROW, "op.execute('SELECT 1')"), SECOND: revision("2", "1", POSTS, "pass")}, "LR-SCH323", f"{THIRD}:6:1"),
    Defect("alembic-no-way-back", _alembic(ADD, "pass"), "LR-SCH300", f"{THIRD}:1:1"),
    Defect("alembic-refuses-to-go-back", _alembic(ADD, "raise NotImplementedError"), "LR-SCH300", f"{THIRD}:1:1"),
    Defect("alembic-drops-a-column", _alembic("op.drop_column('members', 'email')", "pass"), "LR-SCH302", f"{THIRD}:6:1"),
    Defect("alembic-drops-it-in-a-batch", _alembic(BATCH, "pass"), "LR-SCH302", f"{THIRD}:6:1"),
    Defect("alembic-drops-a-table", _alembic("op.drop_table('posts')", "pass"), "LR-SCH301", f"{THIRD}:6:1"),
    Defect("alembic-no-index", _alembic("op.drop_index('ix_posts_author_id', 'posts')", "pass"), "LR-SCH330", f"{SECOND}:6:1"),
)  # fmt: skip
DJANGO_DEFECTS = (
    Defect("django-drift", {**DJANGO, "blog/models.py": DJANGO["blog/models.py"] + "    body = models.TextField()\n"}, "LR-SCH362", "blog/models.py:4:1"),
    Defect("django-model-without-migration", {**DJANGO, "shop/__init__.py": "", "shop/models.py": "from django.db import models\nclass Cart(models.Model): pass\n", "site_/settings.py": DJANGO["site_/settings.py"].replace('"blog"', '"blog", "shop"')}, "LR-SCH362", "shop/models.py:2:1"),
    Defect("django-two-leaves", {**_django("migrations.RunPython(nothing, nothing)"), "blog/migrations/0003_other.py": operations()}, "LR-SCH363", "blog/migrations/0003_other.py:1:1"),
    Defect("django-up", _django(SQL.format("SELECT 1", ""), SQL.format("DROP TABLE nope", "")), "LR-SCH320", f"{THIRD_OF_DJANGO}:8:1"),
    Defect("django-up-in-code", {**DJANGO, THIRD_OF_DJANGO: operations("migrations.RunPython(nothing)").replace("pass", "apps.get_model('blog', 'Nope')")}, "LR-SCH320", f"{THIRD_OF_DJANGO}:3:1"),
    Defect("django-down", _django(SQL.format("SELECT 1", "DROP TABLE nope")), "LR-SCH321", f"{THIRD_OF_DJANGO}:7:1"),
    Defect("django-down-differs", _django(SQL.format("CREATE TABLE x (id INTEGER PRIMARY KEY)", "")), "LR-SCH322", f"{THIRD_OF_DJANGO}:1:1"),
    Defect("django-not-again", _django(SQL.format(GROUP, "")), "LR-SCH323", f"{THIRD_OF_DJANGO}:7:1"),
    Defect("django-no-way-back", _django("migrations.RunPython(nothing)"), "LR-SCH300", f"{THIRD_OF_DJANGO}:1:1"),
    Defect("django-drops-a-column", _django('migrations.RemoveField("post", "title")'), "LR-SCH302", f"{THIRD_OF_DJANGO}:7:1"),
    Defect("django-drops-a-table", _django('migrations.DeleteModel("post")'), "LR-SCH301", f"{THIRD_OF_DJANGO}:7:1"),
    Defect("django-renames", _django('migrations.RenameField("post", "title", "name")'), "LR-SCH303", f"{THIRD_OF_DJANGO}:7:1"),
    Defect("django-changes-a-type", _django('migrations.AlterField("post", "title", models.TextField())'), "LR-SCH305", f"{THIRD_OF_DJANGO}:7:1"),
)  # fmt: skip
