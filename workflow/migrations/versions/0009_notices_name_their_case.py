"""Every notice of an accident names its case"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Those that did not got the name from the page, which takes them as they are now."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(200), type_=sa.String(300), existing_nullable=False)
    op.execute(
        """
        UPDATE notice
           SET title = notice.title || '：' || (SELECT a.title FROM accident a WHERE notice."case" = 'accident:' || a.id)
         WHERE kind IN ('alarm', 'team', 'extension', 'supervision', 'supervision_lifted')
           AND "case" LIKE 'accident:%'
        """
    )
