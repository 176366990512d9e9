"""The fields a row may have, under the names that older systems give them."""

from cms.headings import Headings

# our name -> other names that stand for it in files
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("来源编号", "编号", "source_id", "文档编号"),
    "title": ("标题", "名称", "文件名称", "信息名称"),
    "doc_number": ("发文字号", "文号", "document_number"),
    "related_doc_number": ("相关文号",),
    "index_number": ("索引号", "索引", "信息索引号"),
    "issuing_body": ("发文机关", "制发机关", "发文单位", "发布单位", "issuer"),
    "publisher": ("发布机构", "公开机构", "公开责任部门"),
    "date": ("成文日期", "发文日期", "生成日期", "written_on"),
    "publish_date": ("公开日期", "发布日期", "发布时间", "published_on"),
    "valid_from": ("施行日期", "生效日期", "实施日期", "in_force_on"),
    "valid_to": ("有效期至", "失效日期", "expires_on"),
    "validity": ("时效", "时效性", "效力状态", "有效性"),
    "expired": ("是否失效",),
    "theme": ("主题", "主题分类", "主题类别"),
    "column": ("栏目", "所属栏目"),
    "genre": ("体裁", "文种", "体裁分类"),
    "level": ("效力级别",),
    "keywords": ("关键词", "主题词"),
    "summary": ("内容概述", "摘要", "概述"),
    "content": ("正文", "内容", "信息内容", "body"),
    "url": ("网址", "链接", "来源网址", "原文链接"),
    "attachments": ("附件",),
    "category": (),
    "region": (),
    "subtitle": ("副标题",),
    "issuing_info": ("制发信息",),
}

HEADINGS = Headings(FIELDS)
