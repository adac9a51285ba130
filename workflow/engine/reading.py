"""From uploaded bytes to a diagram's XML: small, without DTD, valid by the BPMN 2.0 schema; or a clear refusal."""

from collections.abc import Iterable

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from workflow import foreign_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LARGEST = 2_000_000  # bytes; the largest of our own diagrams has a fortieth of it


class BadDiagram(ValueError):
    """A diagram that is not deployed: `problems` are sentences for an administrator, each naming its element."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("；\n".join(problems))


def read(xml: bytes) -> etree._Element:
    """The root element of one BPMN file, or BadDiagram."""
    root = read_xml(xml)
    if root.tag != f"{BPMN}definitions":
        raise BadDiagram("文件不是 BPMN 流程图（根元素应为 definitions），请从流程设计器中导出 .bpmn 文件再上传")
    try:
        VALIDATOR.validate(root)
    except ValidationException as error:
        line = f"第{error.line_number}行：" if error.line_number else ""
        raise BadDiagram(f"文件不符合 BPMN 2.0 规范（{line}{error}），请在流程设计器中修改后重新导出") from error
    return root


def read_xml(xml: bytes) -> etree._Element:
    """The root element of a small XML file without DTD and entities, or BadDiagram."""
    if len(xml) > LARGEST:
        raise BadDiagram(f"文件过大（{len(xml)}字节），最多{LARGEST}字节")
    try:
        return foreign_xml.read(xml)
    except foreign_xml.Declares as declares:
        raise BadDiagram("文件含有 DTD 或实体声明，出于安全考虑不予接收，请从流程设计器中重新导出") from declares
    except foreign_xml.NotXml as broken:
        raise BadDiagram(f"文件不是完整的 XML（{broken}），请重新导出后再上传") from broken


def elements(root: etree._Element) -> Iterable[etree._Element]:
    """Every element below, comments and processing instructions left out."""
    return root.iter(etree.Element)
