"""Units, officers, the posts that join them, and who stands in for whom."""

from workflow.people.officers import Officer, check_password, hash_password, password_fits
from workflow.people.posts import ADMINISTRATORS, FALLS_TO, POSTS, Post, PostKind, is_held
from workflow.people.settings import Setting
from workflow.people.substitutes import Substitution, signature
from workflow.people.units import GroupMember, Unit, UnitGroup, UnitKind, served

__all__ = [
    "ADMINISTRATORS", "FALLS_TO", "POSTS", "GroupMember", "Officer", "Post", "PostKind", "Setting", "Substitution", "Unit",
    "UnitGroup", "UnitKind", "check_password", "hash_password", "is_held", "password_fits", "served", "signature",
]  # fmt: skip
